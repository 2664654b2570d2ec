package com.podi.media.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyAddressTest {

    private static final List<String> OSS = List.of("gosspublic.alicdn.com");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://gosspublic.alicdn.com/callback_pub_key_v1.pem",
                "https://gosspublic.alicdn.com/callback_pub_key_v1.pem",
                "https://gosspublic.alicdn.com:443/callback_pub_key_v1.pem",
                "http://gosspublic.alicdn.com:80/callback_pub_key_v1.pem",
                "HTTPS://GOSSPUBLIC.alicdn.com/callback_pub_key_v1.pem",
            })
    void ossPublishesItsKeyThere(String address) {
        assertThat(of(address, OSS)).contains(URI.create(address));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://gosspublic.alicdn.com.evil/key.pem",
                "https://gosspublic.alicdn.com@evil/key.pem",
                "https://gosspublic.alicdn.com:443@evil/key.pem",
                "https://evil@gosspublic.alicdn.com/key.pem",
                "https://gosspublic.alicdn.com:8443/key.pem",
                "https://gosspublic.alicdn.com:80/key.pem",
                "http://gosspublic.alicdn.com:443/key.pem",
                "https://gosspublic.alicdn.com./key.pem",
                "https://evil.gosspublic.alicdn.com/key.pem",
                "https://evil/gosspublic.alicdn.com",
                "https://evil#gosspublic.alicdn.com",
                "https://evil\\@gosspublic.alicdn.com/",
                "https://gosspublic.alicdn.com\r\n/key.pem",
                "//gosspublic.alicdn.com/key.pem",
                "ftp://gosspublic.alicdn.com/key.pem",
                "file:///etc/passwd",
                "jar:https://gosspublic.alicdn.com!/key.pem",
                "gosspublic.alicdn.com",
                "",
                "http://127.0.0.1/key.pem",
            })
    void nobodyElseDoes(String address) {
        assertThat(of(address, OSS)).isEmpty();
    }

    @Test
    void anotherHostIsBelievedOnlyIfItIsConfigured() {
        assertThat(of("http://keys.example:8080/k", List.of("keys.example:8080")))
                .isPresent();
        assertThat(of("http://keys.example/k", List.of("keys.example:8080"))).isEmpty();
        assertThat(of("http://keys.example:8081/k", List.of("keys.example:8080")))
                .isEmpty();
        assertThat(of("https://gosspublic.alicdn.com/k", List.of("keys.example")))
                .isEmpty();
    }

    @Test
    void whatIsNoBase64IsNoAddress() {
        assertThat(KeyAddress.of("https://gosspublic.alicdn.com/k", OSS)).isEmpty();
        assertThat(of("https://gosspublic.alicdn.com/" + "k".repeat(1000), OSS)).isEmpty();
    }

    private static Optional<URI> of(String address, List<String> hosts) {
        return KeyAddress.of(Base64.getEncoder().encodeToString(address.getBytes(StandardCharsets.UTF_8)), hosts);
    }
}
