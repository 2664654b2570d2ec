package com.podi.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Believes every token, takes whatever is said, and keeps it. */
final class PlatformDouble implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final List<Said> said = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, Consumer<JsonNode>> before = new ConcurrentHashMap<>();
    private volatile Map<String, ?> content = Map.of();

    PlatformDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    /** @param what the last word of the address, such as {@code failed} */
    record Said(String path, String what, JsonNode body) {}

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Of the manifest, whichever is asked for. */
    void give(Map<String, ?> content) {
        this.content = content;
    }

    void refuse(String what, int status) {
        refusals.put(what, status);
    }

    void first(String what, Consumer<JsonNode> work) {
        before.put(what, work);
    }

    List<JsonNode> heard(String what) {
        return heard(what, Said::body);
    }

    <T> List<T> heard(String what, Function<Said, T> part) {
        return said.stream().filter(one -> one.what().equals(what)).map(part).toList();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String what = path.contains("/manifests/") ? "manifest" : path.substring(path.lastIndexOf('/') + 1);
            JsonNode body = JSON.readTree(exchange.getRequestBody().readAllBytes());
            before.getOrDefault(what, nothing -> {}).accept(body);
            said.add(new Said(path, what, body));
            int status = refusals.getOrDefault(what, 200);
            Map<String, ?> data = Map.of("ok", true, "scope", "task", "heartbeatSeconds", 60, "content", content);
            byte[] answer = JSON.writeValueAsString(
                            status == 200
                                    ? Map.of("code", status, "data", data)
                                    : Map.of("code", status, "error", Map.of("code", "3002")))
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
