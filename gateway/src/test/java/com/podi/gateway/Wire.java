package com.podi.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection on which anything can be sent, also what no client library would. */
final class Wire implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int PATIENCE_MS = 10_000;

    private final Socket socket;
    private final InputStream in;

    Wire(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        this.in = socket.getInputStream();
    }

    /** One connection for one request. */
    static Reply send(int port, String request) throws IOException {
        try (Wire wire = new Wire(port)) {
            return wire.send(request);
        }
    }

    Reply send(String request) throws IOException {
        write(request);
        return reply(!request.startsWith("HEAD "));
    }

    void write(String part) throws IOException {
        socket.getOutputStream().write(part.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    Reply reply() throws IOException {
        return reply(true);
    }

    private Reply reply(boolean hasBody) throws IOException {
        List<String> head = head();
        String length = hasBody ? new Reply(head, "").header("Content-Length") : "";
        return new Reply(
                head,
                new String(in.readNBytes(length.isEmpty() ? 0 : Integer.parseInt(length)), StandardCharsets.UTF_8));
    }

    /** Waits for the other side to do so. */
    boolean isClosed() throws IOException {
        return in.read() < 0;
    }

    private List<String> head() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.ISO_8859_1).lines().toList();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    record Reply(List<String> head, String text) {

        int status() {
            return Integer.parseInt(head.get(0).split(" ")[1]);
        }

        /** Empty if it is missing. */
        String header(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse("");
        }

        JsonNode body() {
            return text.isEmpty() ? JSON.missingNode() : JSON.readTree(text);
        }

        String errorCode() {
            return body().at("/error/code").asString("");
        }
    }
}
