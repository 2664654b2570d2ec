package com.podi.gateway.identity;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;

/** Where a request comes from: its socket's address, unless that is a proxy we trust to tell. */
@Component
public final class ClientAddress {

    private static final int ANY_PORT = 0;

    /** A household or a server is given this much of IPv6, and may use another address of it for every call. */
    private static final int IPV6_NETWORK_BYTES = 8;

    private final List<IpSubnetFilterRule> trustedProxies;

    ClientAddress(GatewayProperties properties) {
        this.trustedProxies = properties.trustedProxies().stream()
                .map(network -> new IpSubnetFilterRule(network, IpFilterRuleType.ACCEPT))
                .toList();
    }

    String of(ServerHttpRequest request) {
        InetSocketAddress socket = request.getRemoteAddress();
        if (socket == null) {
            return "unknown";
        }
        String address = socket.getAddress().getHostAddress();
        return trustedProxies.isEmpty()
                ? address
                : of(address, String.join(",", request.getHeaders().getValuesAsList("X-Forwarded-For")));
    }

    /** What calls are counted by: the address, of IPv6 the network it lies in. */
    public String networkOf(ServerHttpRequest request) {
        return networkOf(of(request));
    }

    static String networkOf(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        return bytes == null || bytes.length <= IPV6_NETWORK_BYTES
                ? address
                : HexFormat.of().formatHex(bytes, 0, IPV6_NETWORK_BYTES);
    }

    /** Each proxy has added whom it saw, so the list is believed from its end for as long as a trusted one speaks. */
    String of(String socket, String forwardedFor) {
        List<String> hops = Arrays.asList(forwardedFor.split(","));
        Collections.reverse(hops);
        String client = socket;
        for (String hop : hops) {
            String address = hop.strip();
            if (!isTrusted(client) || socketAddress(address) == null) {
                return client;
            }
            client = address;
        }
        return client;
    }

    private boolean isTrusted(String address) {
        InetSocketAddress socketAddress = socketAddress(address);
        return socketAddress != null && trustedProxies.stream().anyMatch(proxies -> proxies.matches(socketAddress));
    }

    /** Only addresses: a name would be looked up. */
    private static @Nullable InetSocketAddress socketAddress(String address) {
        return NetUtil.isValidIpV4Address(address) || NetUtil.isValidIpV6Address(address)
                ? new InetSocketAddress(address, ANY_PORT)
                : null;
    }
}
