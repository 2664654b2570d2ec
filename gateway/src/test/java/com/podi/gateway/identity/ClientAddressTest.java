package com.podi.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClientAddressTest {

    private final ClientAddress trustingNobody = new ClientAddress(new GatewayProperties(List.of(), List.of()));
    private final ClientAddress behindProxies =
            new ClientAddress(new GatewayProperties(List.of(), List.of("10.0.0.0/8", "fd00::/8")));

    @Test
    void theSocketCountsAndNotWhatTheClientClaims() {
        assertThat(trustingNobody.of("203.0.113.7", "127.0.0.1")).isEqualTo("203.0.113.7");
        assertThat(behindProxies.of("203.0.113.7", "127.0.0.1")).isEqualTo("203.0.113.7");
        assertThat(trustingNobody.of("203.0.113.7", "")).isEqualTo("203.0.113.7");
    }

    @Test
    void aTrustedProxySaysWhomItSaw() {
        assertThat(behindProxies.of("10.0.0.1", "203.0.113.7")).isEqualTo("203.0.113.7");
        assertThat(behindProxies.of("fd00::1", "203.0.113.7, 10.0.0.2")).isEqualTo("203.0.113.7");
    }

    @Test
    void whatStandsBeforeTheFirstStrangerIsHearsay() {
        assertThat(behindProxies.of("10.0.0.1", "1.1.1.1, 203.0.113.7, 10.0.0.2"))
                .isEqualTo("203.0.113.7");
    }

    @Test
    void whatIsNoAddressIsNotBelieved() {
        assertThat(behindProxies.of("10.0.0.1", "localhost")).isEqualTo("10.0.0.1");
        assertThat(behindProxies.of("10.0.0.1", "203.0.113.7, <script>")).isEqualTo("10.0.0.1");
    }
}
