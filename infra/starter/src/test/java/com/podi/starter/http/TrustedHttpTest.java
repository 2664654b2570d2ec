package com.podi.starter.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TrustedHttpTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TrustedHttp http = new TrustedHttp(
            List.of("10.1.0.0/16", "169.254.0.0/16", "100.100.100.200/32", "::/16", "64::/16", "fc00::/6"), true);
    private final AtomicInteger followed = new AtomicInteger();
    private final AtomicReference<String> heard = new AtomicReference<>();
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
        server.createContext("/heard", exchange -> {
            String type = exchange.getRequestHeaders().getFirst("Content-Type").split(";")[0];
            heard.set(type + "; " + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
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

    /** Whatever the operator trusts; in disguise of IPv6, too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/",
                "http://100.100.100.200/",
                "http://[fd00:ec2::254]/",
                "http://[::ffff:169.254.169.254]/",
                "http://[::169.254.169.254]/",
                "http://[64:ff9b::169.254.169.254]/",
                "http://[64:ff9b:1::a9fe:a9fe]/",
                "http://[fe80::1]/"
            })
    void theMetadataOfACloudIsNeverAsked(String address) {
        assertThatThrownBy(() -> http.get(URI.create(address), PATIENCE))
                .isInstanceOf(IOException.class)
                .hasMessage("not allowed");
        assertThatThrownBy(() -> http.check(URI.create(address))).hasMessage("not allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.2.0.1", "http://192.168.0.1", "http://172.16.0.1", "http://100.64.0.1"})
    void whatIsNotPublicIsCalledOnlyWhereItIsTrusted(String address) throws IOException {
        assertThatThrownBy(() -> http.get(URI.create(address), PATIENCE)).hasMessage("not allowed");
        http.check(URI.create("http://10.1.2.3"));
        http.check(URI.create("http://1.1.1.1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "[::]"})
    void thisMachineIsCalledOnlyWhereItMayBe(String host) {
        TrustedHttp without = new TrustedHttp(List.of("0.0.0.0/0", "::/0"), false);
        URI address = URI.create("http://" + host + ":" + server.getAddress().getPort() + "/ill");

        assertThatThrownBy(() -> without.get(address, PATIENCE)).hasMessage("not allowed");
        assertThatThrownBy(() -> without.check(address)).hasMessage("not allowed");
    }

    @Test
    void nobodyIsTrustedUnlessItIsSaid() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(PodiHttpAutoConfiguration.class))
                .run(context -> {
                    TrustedHttp usual = context.getBean(TrustedHttp.class);
                    assertThatThrownBy(() -> usual.check(URI.create("http://127.0.0.1")))
                            .hasMessage("not allowed");
                    assertThatThrownBy(() -> usual.check(URI.create("http://10.0.0.1")))
                            .hasMessage("not allowed");
                    usual.check(URI.create("http://1.1.1.1"));
                });
    }

    @Test
    void whatIsSaidArrivesAndTheStatusCounts() throws IOException {
        byte[] json = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

        assertThat(http.post(at("/heard"), json, PATIENCE)).isEqualTo(202);
        assertThat(heard).hasValue("application/json; {\"a\":1}");
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
