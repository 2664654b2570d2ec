package com.podi.benchmarks.tasks;

import com.podi.contracts.wallet.HoldView;
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
import java.util.function.Function;
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
        answer("/internal/abilities/", request -> NoOp.plan(request.get("inputs")));
        answer("/internal/media/links", request -> Map.of());
        answer("/api/wallet/v1/freeze", request -> hold(request, "HELD"));
        answer("/api/wallet/v1/confirm", request -> hold(request, "CONFIRMED"));
        answer("/api/wallet/v1/release", request -> hold(request, "RELEASED"));
        server.start();
    }

    /** What makes a service find all others here. */
    List<String> options() {
        String uri =
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()).toString();
        return List.of(
                "--spring.cloud.discovery.client.simple.instances.ability-service[0].uri=" + uri,
                "--spring.cloud.discovery.client.simple.instances.wallet-service[0].uri=" + uri,
                "--spring.cloud.discovery.client.simple.instances.media-service[0].uri=" + uri);
    }

    private static HoldView hold(JsonNode request, String status) {
        String holdId =
                request.path("holdId").asString("hold_" + request.path("taskId").asString(""));
        return new HoldView(holdId, 1_000_000, 10, status, Instant.now().plus(Duration.ofHours(24)));
    }

    private void answer(String path, Function<JsonNode, Object> data) {
        server.createContext(path, exchange -> {
            JsonNode request = NoOp.JSON.readTree(exchange.getRequestBody().readAllBytes());
            byte[] body =
                    NoOp.JSON.writeValueAsBytes(Map.of("code", 200, "message", "ok", "data", data.apply(request)));
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
