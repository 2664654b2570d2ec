package com.podi.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WireTest {

    private final AtomicInteger calls = new AtomicInteger();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            byte[] heard = exchange.getRequestBody().readAllBytes();
            byte[] answer = (exchange.getRequestHeaders().getFirst("Authorization") + " 钱包 "
                            + new String(heard, StandardCharsets.UTF_8))
                    .getBytes(StandardCharsets.UTF_8);
            boolean chunked = exchange.getRequestURI().getPath().equals("/chunked");
            exchange.sendResponseHeaders(402, chunked ? 0 : answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readsBodiesOfAStatedLengthAndChunkedOnesOverOneConnection() {
        try (Wire wire = new Wire(server.getAddress().getPort())) {
            for (String path : new String[] {"/length", "/chunked", "/length"}) {
                Wire.Answer answer = wire.post(path, "token", "{\"a\":\"é\"}");

                assertThat(answer.status()).isEqualTo(402);
                assertThat(answer.body()).isEqualTo("Bearer token 钱包 {\"a\":\"é\"}");
            }
            assertThat(wire.get("/", "token").body()).isEqualTo("Bearer token 钱包 ");
        }
    }

    @Test
    void loadCountsWhatWasDone() {
        Load.Result result = Load.run(3, Duration.ofMillis(300), number -> {
            Wire wire = new Wire(server.getAddress().getPort());
            return () -> wire.get("/", "token");
        });

        assertThat(result.count()).isEqualTo(calls.get()).isPositive();
        assertThat(result.p50Ms()).isPositive().isLessThanOrEqualTo(result.p99Ms());
    }
}
