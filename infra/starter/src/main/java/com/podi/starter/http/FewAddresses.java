package com.podi.starter.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;

/**
 * The first addresses of a name: each that does not answer takes as long as a connect may, and nothing stops the client
 * between two of them, however many somebody has put into his name.
 */
final class FewAddresses implements DnsResolver {

    static final int MOST = 3;

    private final DnsResolver all;

    FewAddresses(DnsResolver all) {
        this.all = all;
    }

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = all.resolve(host);
        return addresses.length <= MOST ? addresses : Arrays.copyOf(addresses, MOST);
    }

    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        return all.resolveCanonicalHostname(host);
    }
}
