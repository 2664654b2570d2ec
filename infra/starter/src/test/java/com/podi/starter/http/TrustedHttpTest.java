package com.podi.starter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TrustedHttp http = new TrustedHttp();
    private final AtomicInteger followed = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/ill", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders().add("Location", "/followed");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/followed", exchange -> followed.incrementAndGet());
        server.createContext("/silent", exchange -> {});
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void ourOwnNetworkIsAskedAndTheStatusCounts() throws IOException {
        assertThat(http.get(at("/ill"), PATIENCE)).isEqualTo(503);
    }

    @Test
    void nobodyIsSentElsewhere() throws IOException {
        assertThat(http.get(at("/moved"), PATIENCE)).isEqualTo(302);
        assertThat(followed).hasValue(0);
    }

    @Test
    void whoIsSilentIsNotWaitedFor() {
        assertThatThrownBy(() -> http.get(at("/silent"), Duration.ofMillis(200)))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254/", "http://100.100.100.200/", "http://[fd00:ec2::254]/"})
    void theMetadataOfACloudIsNeverAsked(String address) {
        assertThatThrownBy(() -> http.get(URI.create(address), PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessage("not allowed");
    }

    @Test
    void anAddressIsPlain() {
        assertThat(TrustedHttp.isAddress("http://10.0.0.1:8188/node")).isTrue();
        assertThat(TrustedHttp.isAddress("https://api.example.com")).isTrue();
        assertThat(TrustedHttp.isAddress("ftp://x")).isFalse();
        assertThat(TrustedHttp.isAddress("http://me:secret@x")).isFalse();
        assertThat(TrustedHttp.isAddress("http://")).isFalse();
        assertThat(TrustedHttp.isAddress("a b")).isFalse();
        assertThat(TrustedHttp.isAddress(null)).isFalse();
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }
}
