package com.podi.taskworker.executor.cloud;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.ability.ExecutorRef;
import com.podi.contracts.ability.KeyReport;
import com.podi.contracts.ability.KeyRequest;
import com.podi.contracts.ability.KeyRequest.Purpose;
import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.PlanRequest;
import com.podi.contracts.ability.ProviderKey;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.test.context.DynamicPropertyRegistry;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Keeps keys as the ability service does: the one that was used least comes first, and one that was reported rests. */
public final class KeysDouble implements AbilityClient {

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Kept> keys = new LinkedHashMap<>();
    private final List<Report> reports = new CopyOnWriteArrayList<>();

    private static final class Kept {
        private final String provider;
        private final String key;
        private int used;
        private boolean rests;
        private boolean refused;

        private Kept(String provider, String key) {
            this.provider = provider;
            this.key = key;
        }
    }

    /** What was reported of a key. */
    public record Report(String keyId, KeyReport report) {}

    public synchronized void put(String provider, String keyId, String key) {
        keys.put(keyId, new Kept(provider, key));
    }

    public synchronized List<String> keysOf(String provider) {
        return keys.values().stream()
                .filter(key -> key.provider.equals(provider))
                .map(key -> key.key)
                .toList();
    }

    /** The parts of its keys, each of which is one. */
    public List<String> secretsOf(String provider) {
        return keysOf(provider).stream()
                .flatMap(key -> Stream.of(key.split(":")))
                .toList();
    }

    public synchronized int used(String keyId) {
        return keys.get(keyId).used;
    }

    public List<Report> reports() {
        return List.copyOf(reports);
    }

    public synchronized void wakeAll() {
        keys.values().forEach(key -> {
            key.rests = false;
            key.refused = false;
        });
        reports.clear();
    }

    /** As if it had done enough for today. */
    public synchronized void exhaust(String keyId) {
        keys.get(keyId).rests = true;
    }

    @Override
    public synchronized ApiResponse<ProviderKey> useKey(KeyRequest request) {
        return keys.entrySet().stream()
                .filter(key -> key.getValue().provider.equals(request.provider()))
                .filter(key -> request.keyIds().isEmpty() || request.keyIds().contains(key.getKey()))
                .filter(key -> request.purpose() == Purpose.GO_ON ? !key.getValue().refused : !key.getValue().rests)
                .min(Comparator.comparingInt(key -> key.getValue().used))
                .map(key -> {
                    key.getValue().used += request.purpose() == Purpose.GO_ON ? 0 : 1;
                    return ApiResponse.ok(new ProviderKey(key.getKey(), key.getValue().key, 1));
                })
                .orElseThrow(() -> ErrorCode.API_KEY_UNAVAILABLE.because("none of %s", request.keyIds()));
    }

    @Override
    public synchronized ApiResponse<@Nullable Void> report(String keyId, KeyReport report) {
        reports.add(new Report(keyId, report));
        keys.get(keyId).rests = true;
        keys.get(keyId).refused |= report.outcome() == KeyReport.Outcome.REFUSED;
        return ApiResponse.ok(null);
    }

    @Override
    public ApiResponse<Plan> plan(String abilityId, PlanRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApiResponse<List<AbilityView>> active() {
        throw new UnsupportedOperationException();
    }

    @Override
    public ApiResponse<List<ExecutorRef>> executors() {
        throw new UnsupportedOperationException();
    }

    /** Has the service under test find this double where it looks for the ability service. */
    public void standIn(DynamicPropertyRegistry registry) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "keys-double");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/internal/api-keys/", this::handle);
        server.start();
        registry.add(
                "spring.cloud.discovery.client.simple.instances.ability-service[0].uri",
                () -> "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/");
        JsonNode asked = JSON.readTree(exchange.getRequestBody());
        try {
            Object answer = path[path.length - 1].equals("use")
                    ? useKey(JSON.treeToValue(asked, KeyRequest.class)).data()
                    : report(path[path.length - 2], JSON.treeToValue(asked, KeyReport.class))
                            .data();
            Map<String, Object> body = new LinkedHashMap<>(Map.of("code", 200, "message", ""));
            body.put("data", answer);
            answer(exchange, 200, body);
        } catch (PodiException refused) {
            int status = refused.errorCode().status();
            answer(
                    exchange,
                    status,
                    Map.of(
                            "code",
                            status,
                            "message",
                            "",
                            "error",
                            Map.of("type", "x", "code", refused.errorCode().code(), "details", List.of())));
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
