package com.podi.starter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.gen.OctetSequenceKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownKeysTest {

    private final List<JWK> published = new CopyOnWriteArrayList<>();
    private final AtomicInteger fetches = new AtomicInteger();

    private HttpServer keycloak;
    private KnownKeys keys;

    @BeforeEach
    void start() throws Exception {
        published.add(key("old"));
        keycloak = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        keycloak.createContext("/certs", exchange -> {
            fetches.incrementAndGet();
            byte[] answer =
                    new JWKSet(new ArrayList<>(published)).toString(false).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        keycloak.start();
        keys = new KnownKeys(
                URI.create("http://127.0.0.1:" + keycloak.getAddress().getPort() + "/certs"));
    }

    @AfterEach
    void stop() {
        keycloak.stop(0);
    }

    @Test
    void knownKeysAreFetchedOnce() throws Exception {
        for (int i = 0; i < 100; i++) {
            assertThat(found("old")).isTrue();
        }

        assertThat(fetches).hasValue(1);
    }

    @Test
    void aNewKeyIsFetchedByTheFirstTokenThatNamesIt() throws Exception {
        assertThat(found("old")).isTrue();

        published.add(key("new"));

        assertThat(found("new")).isTrue();
        assertThat(found("old")).isTrue();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void manyForgedKeyIdsAreManyUnknownKeysAndFewFetches() throws Exception {
        assertThat(found("old")).isTrue();

        long began = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            assertThat(found("forged-" + i)).isFalse();
            assertThat(found("old")).isTrue();
        }
        long seconds = Duration.ofNanos(System.nanoTime() - began).toSeconds();

        assertThat(fetches.get()).isLessThanOrEqualTo(2 * ((int) seconds + 2));
    }

    @Test
    void amongForgedOnesANewKeyIsFoundSoon() throws Exception {
        assertThat(found("old")).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(found("forged-" + i)).isFalse();
        }

        published.add(key("new"));

        long began = System.nanoTime();
        while (!found("new")) {
            assertThat(found("forged")).isFalse();
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void whileKeycloakIsAwayTheKnownKeysGoOnAndOthersAreUnknown() throws Exception {
        assertThat(found("old")).isTrue();

        keycloak.stop(0);

        assertThat(found("forged")).isFalse();
        assertThat(found("old")).isTrue();
    }

    @Test
    void whoNeverHadAnyKeysDoesNotSayThatOneIsUnknown() {
        keycloak.stop(0);

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> found("old")).isInstanceOf(KeySourceException.class);
        }
    }

    private boolean found(String keyId) throws KeySourceException {
        JWKMatcher matcher = new JWKMatcher.Builder().keyID(keyId).build();
        return !keys.get(new JWKSelector(matcher), null).isEmpty();
    }

    private static OctetSequenceKey key(String keyId) throws Exception {
        return new OctetSequenceKeyGenerator(256).keyID(keyId).generate();
    }
}
