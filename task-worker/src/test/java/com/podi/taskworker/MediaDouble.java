package com.podi.taskworker;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The media service and its store: keeps bytes, measures pictures, and refuses what claims to be one and is not. */
public final class MediaDouble {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final Map<String, byte[]> store = new ConcurrentHashMap<>();
    private final Map<String, String> types = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Object>> recorded = new ConcurrentSkipListMap<>();
    private final AtomicInteger broken = new AtomicInteger();
    private final AtomicInteger away = new AtomicInteger();
    private final AtomicReference<String> refusal = new AtomicReference<>();

    public MediaDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "media-double");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext(
                "/token",
                exchange -> answer(
                        exchange, 200, Map.of("access_token", "token", "token_type", "Bearer", "expires_in", 900)));
        server.createContext("/internal/media/readable", this::readable);
        server.createContext("/internal/media/results", this::grant);
        server.createContext("/internal/media/results/complete", this::complete);
        server.createContext("/internal/media/links", this::links);
        server.createContext("/store/", this::serve);
        server.start();
    }

    /** Has the service under test find this double where it looks for the others. */
    public void standIn(DynamicPropertyRegistry registry) {
        registry.add("spring.cloud.discovery.client.simple.instances.media-service[0].uri", this::url);
        registry.add("PODI_TOKEN_URI", () -> url() + "/token");
        registry.add("PODI_CLIENT_SECRET", () -> "secret");
    }

    /** @return the key of a picture that lies here as if it had been uploaded */
    public String put(String fileName, String contentType, byte[] bytes) {
        String key = "uploads/" + fileName;
        store.put(key, bytes);
        types.put(key, contentType);
        recorded.put(key, view(key, contentType, bytes));
        return key;
    }

    /** What was recorded for a task, by its keys in their order. */
    public Map<String, byte[]> resultsOf(String taskId) {
        return recorded.keySet().stream()
                .filter(key -> key.startsWith("results/" + taskId + "/"))
                .collect(Collectors.toMap(key -> key, store::get, (one, two) -> one, ConcurrentSkipListMap::new));
    }

    /** The next pictures that are put get lost on their way. */
    public void breakNext(int number) {
        broken.set(number);
    }

    /** The store does not give out the next pictures. */
    public void failNext(int number) {
        away.set(number);
    }

    /** The next thing that is put is refused with this code. */
    public void refuseNext(String code) {
        refusal.set(code);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void readable(HttpExchange exchange) throws IOException {
        String key = UriComponentsBuilder.fromUri(exchange.getRequestURI())
                .build()
                .getQueryParams()
                .getFirst("objectKey");
        String plain = java.net.URLDecoder.decode(key, StandardCharsets.UTF_8);
        ok(exchange, Map.of("object", recorded.get(plain), "url", url() + "/store/" + plain));
    }

    private void grant(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
        String key = "results/%s/%s"
                .formatted(
                        request.get("taskId").asString(),
                        request.get("fileName").asString());
        types.put(key, request.get("contentType").asString());
        ok(exchange, Map.of("objectKey", key, "uploadUrl", url() + "/store/" + key));
    }

    private void complete(HttpExchange exchange) throws IOException {
        String key = JSON.readTree(exchange.getRequestBody().readAllBytes())
                .get("objectKey")
                .asString();
        Map<String, Object> view = view(key, types.get(key), store.get(key));
        String refused = refusal.getAndSet(null);
        if (refused == null
                && types.get(key).startsWith("image/")
                && view.get("width").equals(0)) {
            refused = "2001";
        }
        if (refused != null) {
            Map<String, ?> error = Map.of("type", "x", "code", refused, "details", List.of());
            answer(exchange, 400, Map.of("code", 400, "message", "no", "error", error));
            return;
        }
        recorded.put(key, view);
        ok(exchange, view);
    }

    private void links(HttpExchange exchange) throws IOException {
        JsonNode keys = JSON.readTree(exchange.getRequestBody().readAllBytes()).get("objectKeys");
        ok(
                exchange,
                StreamSupport.stream(keys.spliterator(), false)
                        .map(JsonNode::asString)
                        .distinct()
                        .collect(Collectors.toMap(key -> key, key -> url() + "/store/" + key)));
    }

    private void serve(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestURI().getPath().substring("/store/".length());
        if (exchange.getRequestMethod().equals("PUT")) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            store.put(key, broken.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? new byte[] {1} : bytes);
            answer(exchange, 200, Map.of());
        } else if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            answer(exchange, 503, Map.of());
        } else {
            byte[] bytes = store.get(key);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        }
    }

    private static Map<String, Object> view(String key, String contentType, byte[] bytes) {
        BufferedImage picture = contentType.startsWith("image/") ? decoded(bytes) : null;
        Map<String, Object> view = new HashMap<>();
        view.put("id", key);
        view.put("objectKey", key);
        view.put("userId", "ann");
        view.put("taskId", "t");
        view.put("fileName", key.substring(key.lastIndexOf('/') + 1));
        view.put("contentType", contentType);
        view.put("sizeBytes", bytes.length);
        view.put("width", picture == null ? 0 : picture.getWidth());
        view.put("height", picture == null ? 0 : picture.getHeight());
        view.put("createdAt", Instant.EPOCH.toString());
        return view;
    }

    private static BufferedImage decoded(byte[] bytes) {
        try {
            return ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException undecodable) {
            return null;
        }
    }

    private static void ok(HttpExchange exchange, Object data) throws IOException {
        answer(exchange, 200, Map.of("code", 200, "message", "", "data", data));
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
