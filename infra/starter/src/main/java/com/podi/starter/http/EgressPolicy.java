package com.podi.starter.http;

import java.net.InetAddress;
import java.util.List;
import org.springframework.boot.http.client.InetAddressFilter;

/** Which addresses a user may have us call: public ones, and what the operator allows besides. */
final class EgressPolicy {

    /** Beyond what is not public by its registration: addresses that embed others, and the clouds' metadata services. */
    private static final String[] NEVER = {"::/96", "64:ff9b:1::/48", "169.254.169.254/32", "100.100.100.200/32"};

    private final InetAddressFilter allowed;
    private final InetAddressFilter permitted;

    EgressPolicy(List<String> allow) {
        allowed = allow.isEmpty() ? InetAddressFilter.none() : InetAddressFilter.of(allow.toArray(String[]::new));
        permitted = InetAddressFilter.externalAddresses().andNot(NEVER).or(allowed);
    }

    boolean permits(InetAddress address, int port) {
        return allowed.matches(address) || permitted.matches(address) && (port == 80 || port == 443);
    }

    /** For the moment of connecting, when the port has been checked already. */
    InetAddressFilter addresses() {
        return permitted;
    }
}
