package com.podi.starter.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.apache.hc.client5.http.DnsResolver;
import org.junit.jupiter.api.Test;

class FewAddressesTest {

    @Test
    void aNameOfManyAddressesIsTriedAtTheFirstOnes() throws UnknownHostException {
        InetAddress[] hundred = addresses(100);

        assertThat(new FewAddresses(resolver(hundred)).resolve("many.example"))
                .containsExactly(Arrays.copyOf(hundred, FewAddresses.MOST));
    }

    @Test
    void aNameOfFewIsLeftAsItIs() throws UnknownHostException {
        InetAddress[] two = addresses(2);

        assertThat(new FewAddresses(resolver(two)).resolve("few.example")).containsExactly(two);
    }

    private static InetAddress[] addresses(int count) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[count];
        for (int number = 0; number < count; number++) {
            addresses[number] = InetAddress.getByAddress(new byte[] {8, 8, 8, (byte) number});
        }
        return addresses;
    }

    private static DnsResolver resolver(InetAddress[] addresses) {
        return new DnsResolver() {
            @Override
            public InetAddress[] resolve(String host) {
                return addresses;
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
