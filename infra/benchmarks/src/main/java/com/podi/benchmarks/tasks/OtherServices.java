package com.podi.benchmarks.tasks;

import com.podi.contracts.wallet.HoldView;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import tools.jackson.databind.JsonNode;

/** The other services as fast as can be: a plan for every call, points for everybody. */
final class OtherServices implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    OtherServices() {
        // Otherwise its head and its body go separately, the second 40 ms after the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext(
                "/internal/abilities/",
                exchange -> answer(
                        exchange,
                        NoOp.plan(NoOp.JSON.readTree(exchange.getRequestBody()).get("inputs"))));
        server.createContext("/internal/media/links", exchange -> answer(exchange, Map.of()));
        server.createContext("/api/wallet/v1/freeze", exchange -> answer(exchange, hold(exchange, "HELD")));
        server.createContext("/api/wallet/v1/confirm", exchange -> answer(exchange, hold(exchange, "CONFIRMED")));
        server.createContext("/api/wallet/v1/release", exchange -> answer(exchange, hold(exchange, "RELEASED")));
        server.start();
    }

    /** What makes a service find all others here. */
    List<String> options() {
        String uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort())
                .toString();
        return List.of(
                "--spring.cloud.discovery.client.simple.instances.ability-service[0].uri=" + uri,
                "--spring.cloud.discovery.client.simple.instances.wallet-service[0].uri=" + uri,
                "--spring.cloud.discovery.client.simple.instances.media-service[0].uri=" + uri);
    }

    private static HoldView hold(HttpExchange exchange, String status) throws IOException {
        JsonNode request = NoOp.JSON.readTree(exchange.getRequestBody());
        String holdId = request.path("holdId").asString("hold_" + request.path("taskId").asString(""));
        return new HoldView(holdId, 1_000_000, 10, status, Instant.now().plus(Duration.ofHours(24)));
    }

    private static void answer(HttpExchange exchange, Object data) throws IOException {
        exchange.getRequestBody().readAllBytes();
        byte[] body = NoOp.JSON.writeValueAsBytes(Map.of("code", 200, "message", "ok", "data", data));
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
