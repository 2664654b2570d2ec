package com.podi.taskworker.callback;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody's service that wants to be told; answers 200 unless it is told otherwise. */
final class CallbackTarget implements AutoCloseable {

    static final int HUGE = 10 * 1024 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    record Received(HttpHeaders headers, String text, JsonNode body) {

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    private interface Answer {
        void to(HttpExchange exchange) throws IOException, InterruptedException;
    }

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Integer> first = new ConcurrentLinkedQueue<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong sent = new AtomicLong();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile Answer always = exchange -> exchange.sendResponseHeaders(200, -1);

    CallbackTarget() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/told?token=query-secret";
    }

    List<Received> received() {
        return received;
    }

    long sentBytes() {
        return sent.get();
    }

    CallbackTarget answering(int status) {
        always = exchange -> exchange.sendResponseHeaders(status, -1);
        return this;
    }

    CallbackTarget answeringFirst(int status) {
        first.add(status);
        return this;
    }

    CallbackTarget redirectingTo(String location) {
        always = exchange -> {
            exchange.getResponseHeaders().set("Location", location);
            exchange.sendResponseHeaders(302, -1);
        };
        return this;
    }

    CallbackTarget hanging() {
        always = exchange -> closed.await();
        return this;
    }

    CallbackTarget talkative() {
        always = exchange -> {
            exchange.sendResponseHeaders(200, HUGE);
            byte[] chunk = new byte[64 * 1024];
            OutputStream body = exchange.getResponseBody();
            for (int total = 0; total < HUGE; total += chunk.length) {
                body.write(chunk);
                sent.addAndGet(chunk.length);
            }
        };
        return this;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String text = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            HttpHeaders headers = HttpHeaders.of(exchange.getRequestHeaders(), (name, value) -> true);
            received.add(new Received(headers, text, JSON.readTree(text)));
            Integer status = first.poll();
            if (status != null) {
                exchange.sendResponseHeaders(status, -1);
            } else {
                always.to(exchange);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
