package com.podi.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.json.JsonMapper;

/** A service behind the gateway: it answers with what it was asked. */
final class Upstream {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String NO_SESSION_HAS_ENDED = """
            {"code":200,"message":"","timestamp":"2026-01-31T08:00:00Z",
             "data":{"asOf":"2026-01-31T08:00:00Z","endings":[]}}
            """;

    private final String name;
    private final InetSocketAddress address;
    private final Map<String, String> prepared = new ConcurrentHashMap<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final AtomicLong arrived = new AtomicLong();
    private final Semaphore nextEvent = new Semaphore(0);
    private ExecutorService threads;
    private HttpServer server;

    Upstream(String name) throws IOException {
        this.name = name;
        prepare("/internal/ended-sessions", NO_SESSION_HAS_ENDED);
        start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        this.address = server.getAddress();
    }

    String uri() {
        return "http://127.0.0.1:" + address.getPort();
    }

    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    void startAgain() throws IOException {
        start(address);
    }

    /** From now on the path is answered with this JSON. */
    void prepare(String path, String json) {
        prepared.put(path, json);
    }

    void sendNextEvent() {
        nextEvent.release();
    }

    private void start(InetSocketAddress where) throws IOException {
        threads = Executors.newCachedThreadPool();
        server = HttpServer.create(where, 0);
        server.setExecutor(threads);
        server.createContext("/", this::echo);
        server.createContext("/api/ability-tasks/events", this::stream);
        server.start();
    }

    /** How many calls have reached it, whether or not their bodies did. */
    int heard() {
        return heard.get();
    }

    /** How many bytes of bodies have, whether or not the rest did. */
    long arrived() {
        return arrived.get();
    }

    private void echo(HttpExchange exchange) throws IOException {
        heard.incrementAndGet();
        Map<String, String> wishes = wishes(exchange.getRequestURI().getQuery());
        pause(Long.parseLong(wishes.getOrDefault("sleep", "0")));
        Map<String, Object> request = new HashMap<>();
        request.put("service", name);
        request.put("method", exchange.getRequestMethod());
        request.put("address", exchange.getRequestURI().toString());
        request.put("bytes", read(exchange.getRequestBody()));
        Map<String, String> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((header, values) -> headers.put(header.toLowerCase(Locale.ROOT), String.join(",", values)));
        request.put("headers", headers);
        byte[] answer = prepared.getOrDefault(
                        exchange.getRequestURI().getPath(), JSON.writeValueAsString(Map.of("data", request)))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("X-Trace-Id", "what the service calls it");
        exchange.sendResponseHeaders(Integer.parseInt(wishes.getOrDefault("status", "200")), answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private long read(InputStream body) throws IOException {
        byte[] piece = new byte[1024];
        long read = 0;
        for (int size = body.read(piece); size >= 0; size = body.read(piece)) {
            read += size;
            arrived.addAndGet(size);
        }
        return read;
    }

    private void stream(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream body = exchange.getResponseBody()) {
            for (int number = 1; number <= 2; number++) {
                nextEvent.acquireUninterruptibly();
                body.write("data: %d\n\n".formatted(number).getBytes(StandardCharsets.UTF_8));
                body.flush();
            }
        }
    }

    private static Map<String, String> wishes(String query) {
        Map<String, String> wishes = new HashMap<>();
        for (String wish : query == null ? new String[0] : query.split("&")) {
            int equals = wish.indexOf('=');
            if (equals > 0) {
                wishes.put(wish.substring(0, equals), wish.substring(equals + 1));
            }
        }
        return wishes;
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
