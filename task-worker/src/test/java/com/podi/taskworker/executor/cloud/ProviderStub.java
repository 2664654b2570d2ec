package com.podi.taskworker.executor.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server that speaks as a provider does, and can be told to answer once otherwise. It keeps what it was asked and what it
 * answered. Each provider's own stub says what is usual there.
 */
public class ProviderStub {

    protected static final JsonMapper JSON = new JsonMapper();

    private static final byte[] NOT_YET = {' '};

    private final HttpServer server;
    private final List<Said> said = new CopyOnWriteArrayList<>();
    private final Deque<Once> once = new ConcurrentLinkedDeque<>();
    private final AtomicInteger slow = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(1);

    /** One question as it went over the wire. */
    public record Asked(
            String method, String path, @Nullable String query, Map<String, String> headers, byte[] body) {

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        public Map<String, String> parameters() {
            return fields(query == null ? "" : query);
        }

        public Map<String, String> form() {
            return fields(text());
        }

        private static Map<String, String> fields(String text) {
            Map<String, String> fields = new LinkedHashMap<>();
            for (String field : text.split("&")) {
                int equals = field.indexOf('=');
                if (equals > 0) {
                    fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
                }
            }
            return fields;
        }

        private static String decoded(String text) {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        }
    }

    /** What is answered, and how. */
    public record Reply(int status, Map<String, String> headers, byte[] body, How how) {

        public enum How {
            AT_ONCE,
            /** One blank after the other, until somebody opens the gate; then the answer. */
            SLOWLY,
            /** All but the end. */
            TRUNCATED,
            /** Nothing, and the connection is closed. */
            NOT_AT_ALL
        }

        public static Reply json(int status, String json) {
            return new Reply(
                    status,
                    Map.of("Content-Type", "application/json"),
                    json.getBytes(StandardCharsets.UTF_8),
                    How.AT_ONCE);
        }

        public static Reply html(int status) {
            return new Reply(
                    status,
                    Map.of("Content-Type", "text/html"),
                    "<html><body>Bad gateway</body></html>".getBytes(StandardCharsets.UTF_8),
                    How.AT_ONCE);
        }

        public static Reply bytes(String contentType, byte[] bytes) {
            return new Reply(200, Map.of("Content-Type", contentType), bytes, How.AT_ONCE);
        }

        public Reply with(String header, String value) {
            Map<String, String> more = new LinkedHashMap<>(headers);
            more.put(header, value);
            return new Reply(status, more, body, how);
        }

        public Reply slowly() {
            return new Reply(status, headers, body, How.SLOWLY);
        }

        public Reply truncated() {
            return new Reply(status, headers, body, How.TRUNCATED);
        }

        public Reply dropped() {
            return new Reply(status, headers, body, How.NOT_AT_ALL);
        }
    }

    public record Said(Asked asked, Reply reply) {}

    private record Once(Predicate<Asked> when, Function<Asked, Reply> reply) {}

    private final Function<Asked, Reply> usual;

    /** @param usual what is answered where nobody has said otherwise */
    public ProviderStub(Function<Asked, Reply> usual) {
        this.usual = usual;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException unable) {
            throw new IllegalStateException(unable);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "provider-stub");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/", this::handle);
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public Reply usual(Asked asked) {
        return usual.apply(asked);
    }

    /** The next question at a path that ends so is answered otherwise. */
    public void once(String path, Reply reply) {
        once(path, asked -> reply);
    }

    public void once(String path, Function<Asked, Reply> reply) {
        once(asked -> asked.path().endsWith(path), reply);
    }

    public void once(Predicate<Asked> when, Function<Asked, Reply> reply) {
        once.add(new Once(when, reply));
    }

    public List<Said> said() {
        return List.copyOf(said);
    }

    public List<Asked> asked() {
        return said().stream().map(Said::asked).toList();
    }

    public List<Asked> asked(String path) {
        return asked().stream().filter(asked -> asked.path().endsWith(path)).toList();
    }

    public void forget() {
        said.clear();
        once.clear();
    }

    /** How many slow answers somebody still waits for. */
    public int slow() {
        return slow.get();
    }

    /** Lets go of every slow answer. */
    public void open() {
        gate.countDown();
        gate = new CountDownLatch(1);
    }

    public void stop() {
        server.stop(0);
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            Map<String, String> headers = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
            Asked asked = new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getRawPath(),
                    exchange.getRequestURI().getRawQuery(),
                    headers,
                    exchange.getRequestBody().readAllBytes());
            CountDownLatch opening = gate;
            Reply reply = replyTo(asked);
            said.add(new Said(asked, reply));
            answer(exchange, reply, opening);
        } catch (IOException gone) {
            // Whoever asked does not wait for the answer.
        }
    }

    private Reply replyTo(Asked asked) {
        for (Once other : once) {
            if (other.when().test(asked) && once.remove(other)) {
                return other.reply().apply(asked);
            }
        }
        return usual.apply(asked);
    }

    private void answer(HttpExchange exchange, Reply reply, CountDownLatch opening) throws IOException {
        reply.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        switch (reply.how()) {
            case AT_ONCE -> {
                int length = reply.body().length;
                exchange.sendResponseHeaders(reply.status(), length == 0 ? -1 : length);
                if (length > 0) {
                    exchange.getResponseBody().write(reply.body());
                }
            }
            case SLOWLY -> {
                slow.incrementAndGet();
                try {
                    exchange.sendResponseHeaders(reply.status(), 0);
                    wait(exchange.getResponseBody(), opening);
                    exchange.getResponseBody().write(reply.body());
                } finally {
                    slow.decrementAndGet();
                }
            }
            case TRUNCATED -> {
                exchange.sendResponseHeaders(reply.status(), 0);
                exchange.getResponseBody().write(reply.body(), 0, reply.body().length * 2 / 3);
            }
            case NOT_AT_ALL -> exchange.close();
        }
    }

    /** Blanks before JSON are allowed; that nobody reads them any more is how a server learns that it works for nothing. */
    private static void wait(OutputStream out, CountDownLatch opening) throws IOException {
        try {
            for (int tries = 0; tries < 1_200 && !opening.await(50, TimeUnit.MILLISECONDS); tries++) {
                out.write(NOT_YET);
                out.flush();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
