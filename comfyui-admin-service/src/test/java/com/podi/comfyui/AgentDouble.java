package com.podi.comfyui;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Answers pushes as it is told to, and does nothing. */
final class AgentDouble implements AutoCloseable {

    static final int NOTHING = 0;

    private final HttpServer server;
    private final List<JsonNode> pushes = new CopyOnWriteArrayList<>();
    private volatile int answer = 202;
    private volatile Consumer<JsonNode> before = push -> {};

    AgentDouble() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/base/tasks", this::take);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        JsonNode push = new JsonMapper().readTree(exchange.getRequestBody().readAllBytes());
        pushes.add(push);
        before.accept(push);
        if (answer != NOTHING) {
            exchange.sendResponseHeaders(answer, -1);
            exchange.close();
        }
    }

    /** Its path is kept, and a slash at its end does no harm. */
    String baseUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/base/";
    }

    void answer(int status) {
        answer = status;
    }

    /** Does this before it answers a push. */
    void first(Consumer<JsonNode> work) {
        before = work;
    }

    List<JsonNode> pushes() {
        return List.copyOf(pushes);
    }

    JsonNode lastPush() {
        return pushes.get(pushes.size() - 1);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
