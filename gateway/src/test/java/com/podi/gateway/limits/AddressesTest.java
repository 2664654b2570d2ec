package com.podi.gateway.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/api/a?b=c&d=%E4%BD%A0", "/api/~x!$&'()*+,;=:@", "/a?b=[1]", "/a?b=/?", "*", "http://h/a?b"
            })
    void anAddress(String address) {
        assertThat(Addresses.isLegal(address)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a?b=c|d",
                "/a|b",
                "/a?{b}",
                "/a?b=%",
                "/a?b=%4",
                "/a?b=%zz",
                "/a?b=\"c\"",
                "/a[b]",
                "/a?b\\c",
                "/a?b=\u00e4"
            })
    void noAddress(String address) {
        assertThat(Addresses.isLegal(address)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1:8099", "my_host.example:443", "[::1]", "[fd00::1]:8099", ""})
    void aHost(String host) {
        assertThat(Addresses.isHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b", "a|b", "a/b", "a@b", "h:", "h:x", "h:65536", "h:-1", "[", "[]", "[x]", "[::1]x", "::1", "a:1:2"
            })
    void noHost(String host) {
        assertThat(Addresses.isHost(host)).isFalse();
    }
}
