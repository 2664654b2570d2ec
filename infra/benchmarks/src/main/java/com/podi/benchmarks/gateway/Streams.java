package com.podi.benchmarks.gateway;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A service that swallows large bodies, sends large bodies and sends events. */
final class Streams implements AutoCloseable {

    static final int DOWNLOAD_BYTES = 256 << 20;
    static final int EVENTS = 50;

    private static final byte[] BLOCK = new byte[64 * 1024];
    private static final byte[] EVENT = "event: progress\ndata: {\"progress\":50}\n\n".getBytes();

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    Streams() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/api/wallet/", this::body);
        server.createContext("/api/ability-tasks/", this::events);
        server.start();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void body(HttpExchange exchange) throws IOException {
        boolean download = exchange.getRequestMethod().equals("GET");
        try (InputStream in = exchange.getRequestBody()) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        exchange.sendResponseHeaders(200, download ? DOWNLOAD_BYTES : -1);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int sent = 0; download && sent < DOWNLOAD_BYTES; sent += BLOCK.length) {
                out.write(BLOCK);
            }
        }
    }

    private void events(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(200, 0);
        try (OutputStream out = exchange.getResponseBody()) {
            for (int event = 0; event < EVENTS; event++) {
                out.write(EVENT);
                out.flush();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
