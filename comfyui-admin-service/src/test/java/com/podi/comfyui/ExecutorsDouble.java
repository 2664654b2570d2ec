package com.podi.comfyui;

import com.podi.testsupport.TestTokens;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.json.JsonMapper;

/** The service that keeps the executors, as far as it is asked here. */
final class ExecutorsDouble {

    private final Map<String, Map<String, Object>> executors = new ConcurrentHashMap<>();
    private final HttpServer server;
    private volatile boolean away;

    ExecutorsDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/internal/executors", exchange -> {
            boolean known = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))
                    .startsWith("Bearer ey");
            byte[] body = new JsonMapper()
                    .writeValueAsString(Map.of(
                            "code",
                            200,
                            "message",
                            "",
                            "data",
                            List.copyOf(executors.values()),
                            "timestamp",
                            "2026-01-31T08:00:00Z"))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(away ? 503 : known ? 200 : 401, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    void register(DynamicPropertyRegistry registry) {
        registry.add(
                "spring.cloud.discovery.client.simple.instances.ability-service[0].uri",
                () -> "http://127.0.0.1:" + server.getAddress().getPort());
        registry.add("PODI_TOKEN_URI", TestTokens.start()::tokens);
    }

    String comfyui(String baseUrl) {
        return add("comfyui", baseUrl, true);
    }

    String add(String type, String baseUrl, boolean active) {
        String id = "exec_" + UUID.randomUUID();
        executors.put(
                id,
                Map.of(
                        "id", id,
                        "name", "Node " + id,
                        "type", type,
                        "baseUrl", baseUrl,
                        "active", active,
                        "maxConcurrency", 3));
        return id;
    }

    void away(boolean away) {
        this.away = away;
    }

    void forget() {
        executors.clear();
    }
}
