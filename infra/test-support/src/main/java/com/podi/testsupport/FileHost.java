package com.podi.testsupport;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** Where files are downloaded from; breaks off in the middle where a test tells it to. */
public final class FileHost implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, byte[]> files = new ConcurrentHashMap<>();
    private final Map<String, Integer> breaks = new ConcurrentHashMap<>();
    private final List<String> ranges = new CopyOnWriteArrayList<>();
    private volatile boolean ranging = true;
    private volatile boolean silent;

    public FileHost() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
    }

    public URI serve(String name, byte[] content) {
        files.put("/" + name, content);
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
    }

    /** The next answers for this file end after so many bytes, as if the line had broken. */
    public void breakAfter(String name, int bytes) {
        breaks.put("/" + name, bytes);
    }

    public void mend(String name) {
        breaks.remove("/" + name);
    }

    /** Whatever part is asked for, the whole is sent. */
    public void knowNoRanges() {
        ranging = false;
    }

    /** Instead of breaking off, it stops sending. */
    public void fallSilent() {
        silent = true;
    }

    /** What was asked for, an entry a request; empty for all of it. */
    public List<String> ranges() {
        return List.copyOf(ranges);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] content = files.get(exchange.getRequestURI().getPath());
        if (content == null) {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        ranges.add(range == null ? "" : range);
        int from = range == null || !ranging ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= content.length) {
            exchange.sendResponseHeaders(416, -1);
            exchange.close();
            return;
        }
        if (from > 0) {
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
        }
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, content.length - from);
        int end = breaks.getOrDefault(exchange.getRequestURI().getPath(), content.length);
        OutputStream out = exchange.getResponseBody();
        out.write(content, from, Math.max(0, Math.min(end, content.length) - from));
        out.flush();
        if (!silent || end >= content.length) {
            exchange.close();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
