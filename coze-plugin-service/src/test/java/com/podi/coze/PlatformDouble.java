package com.podi.coze;

import com.podi.contracts.ability.AbilityView;
import com.podi.contracts.envelope.ApiResponse;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers as the services behind do, to whoever shows the service token that it hands out and acts for the account of Coze.
 * What becomes of a submitted task is what its inputs ask for in {@code prompt}.
 */
final class PlatformDouble {

    static final String ACCOUNT = "account-of-coze";

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TOKEN = """
            {"access_token":"service token","token_type":"Bearer","expires_in":900}""";
    private static final String RESULT = """
            {"abilityId":"podi_upscale","provider":"podi","status":"completed","requestId":"4bf92f","logId":"log_1",
             "durationMs":812,"images":[{"url":"http://store/result.png?signed","ossUrl":"http://store/result.png?signed",
             "objectKey":"results/task/result.png","width":2,"height":2,"contentType":"image/png","size":90},
             {"url":null,"ossUrl":null,"objectKey":"results/task/deleted.png","width":2,"height":2,
             "contentType":"image/png","size":90}],"videos":[],"texts":["as wanted"],"assets":[],
             "cost":{"currency":"CNY","amount":0.10,"points":10},
             "metadata":{"taskId":"task","executorId":null,"model":null},"raw":null}""";
    private static final String TASK = """
            {"code":200,"message":"获取成功","data":{"id":"%1$s","taskId":"%1$s","task_id":"%1$s","abilityId":"podi_upscale",
             "provider":"podi","action":"upscale","status":"%2$s","statusSequence":4,"progress":%3$d,"queuePosition":null,
             "priority":0,"cancelRequested":false,"batchId":null,"originalTaskId":null,"executorId":%4$s,
             "params":{"scale":2},"metadata":{},"resultPayload":%5$s,"errorCode":%6$s,"errorMessage":%7$s,
             "createdAt":"2026-01-31T08:00:00Z","queuedAt":"2026-01-31T08:00:00Z","startedAt":null,"completedAt":null,
             "deadlineAt":"2026-02-01T08:00:00Z","urls":{"self":"/","cancel":"/","events":"/"}},
             "timestamp":"2026-01-31T08:00:03Z"}""";
    private static final String REFUSAL = """
            {"code":%d,"message":"refused","error":{"type":"any","code":"%s","details":[%s]},"data":null,
             "traceId":null,"timestamp":"2026-01-31T08:00:03Z"}""";
    private static final String QUEUES = """
            {"code":200,"message":"获取成功","data":{"totalRunning":1,"totalPending":4,"totalCount":5,
             "timestamp":"2026-01-31T08:00:03Z","servers":[
             {"executorId":"exec_1","name":"4090","baseUrl":"http://10.0.0.7:8188","running":1,"pending":4,"max":1,
              "online":true,"error":null},
             {"executorId":"exec_2","name":"3090","baseUrl":"http://10.0.0.8:8188","running":0,"pending":0,"max":1,
              "online":false,"error":"COMFYUI_QUEUE_STATUS_ERROR"}]},"timestamp":"2026-01-31T08:00:03Z"}""";

    private final HttpServer server;
    private final AtomicInteger questionsForSlow = new AtomicInteger();
    private final Map<String, String> tasksByKey = new ConcurrentHashMap<>();
    private final Map<String, String> fates = new ConcurrentHashMap<>();
    private final List<JsonNode> submissions = new CopyOnWriteArrayList<>();
    private volatile List<AbilityView> abilities = Examples.all();
    private final List<String> queueQuestions = new CopyOnWriteArrayList<>();
    private final Set<String> atWork = ConcurrentHashMap.newKeySet();
    private final AtomicInteger twins = new AtomicInteger();
    private final Set<String> refusedOnce = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> looks = new ConcurrentHashMap<>();
    private volatile CountDownLatch submitGate = new CountDownLatch(0);
    private volatile CountDownLatch lookGate = new CountDownLatch(0);
    private volatile boolean nodesAreKnown = true;

    PlatformDouble() {
        // Otherwise its head and its body go separately, the second 40 ms after the first.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try {
            // Many connect at once, and whoever found no room would wait for an answer that does not come.
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_000);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newCachedThreadPool(work -> {
            Thread thread = new Thread(work, "platform-double");
            thread.setDaemon(true);
            return thread;
        }));
        server.createContext("/token", exchange -> answer(exchange, 200, TOKEN));
        server.createContext(
                "/internal/abilities",
                exchange -> answer(exchange, 200, JSON.writeValueAsString(ApiResponse.found(abilities))));
        server.createContext("/internal/comfyui/queue-summary", this::queues);
        server.createContext("/api/ability-tasks", this::submit);
        server.createContext("/api/ability-tasks/", this::task);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void offer(List<AbilityView> present) {
        abilities = present;
    }

    void knowsItsNodes(boolean known) {
        nodesAreKnown = known;
    }

    /** What is submitted from now on is not answered. */
    void holdSubmits() {
        submitGate = new CountDownLatch(1);
    }

    /** Nobody is told how a task stands from now on. */
    void holdLooks() {
        lookGate = new CountDownLatch(1);
    }

    boolean isHeld() {
        return !atWork.isEmpty();
    }

    void letGo() {
        submitGate.countDown();
        lookGate.countDown();
    }

    /** How often somebody was told that the same call is being worked on. */
    int twins() {
        return twins.get();
    }

    /** The tasks that somebody has looked at. */
    Set<String> lookedAt() {
        return looks.keySet();
    }

    /** What the queues were asked for, as it stood in the address. */
    List<String> queueQuestions() {
        return queueQuestions;
    }

    void becomes(String taskId, String fate) {
        fates.put(taskId, fate);
    }

    /** What was submitted, a repeat of a key not counted. */
    List<JsonNode> submissions() {
        return submissions;
    }

    private void submit(HttpExchange exchange) throws IOException {
        String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
        JsonNode submission = JSON.readTree(exchange.getRequestBody().readAllBytes());
        if (!mayAct(exchange) || key == null) {
            refuse(exchange, 403, "FORBIDDEN", "");
            return;
        }
        if (!atWork.add(key)) {
            twins.incrementAndGet();
            refuse(exchange, 409, "IDEMPOTENCY_IN_PROGRESS", "");
            return;
        }
        try {
            pass(submitGate);
            submit(exchange, key, submission);
        } finally {
            atWork.remove(key);
        }
    }

    private void submit(HttpExchange exchange, String key, JsonNode submission) throws IOException {
        String fate = submission.at("/inputs/prompt").asString("completed");
        if (fate.equals("no money at first")
                && refusedOnce.add(submission.at("/images/0/url").asString())) {
            fate = "no money";
        }
        switch (fate) {
            case "no room" -> refuse(exchange, 429, "QUEUE_FULL", "");
            case "no money" -> refuse(exchange, 402, "WALLET_INSUFFICIENT", "");
            case "nonsense" ->
                refuse(exchange, 400, "ABILITY_INPUT_INVALID", "{\"field\":\"scale\",\"message\":\"缩放倍数必须是2、4或8\"}");
            default -> {
                String outcome = fate;
                String taskId = tasksByKey.computeIfAbsent(key, unknown -> {
                    submissions.add(submission);
                    return "task_" + submissions.size();
                });
                fates.put(taskId, outcome);
                if (outcome.equals("lost answer")) {
                    exchange.close();
                } else {
                    answer(exchange, 201, view(taskId, outcome.equals("away for a moment") ? "running" : outcome));
                }
            }
        }
    }

    private void task(HttpExchange exchange) throws IOException {
        String taskId = exchange.getRequestURI().getPath().substring("/api/ability-tasks/".length());
        String fate =
                switch (taskId) {
                    case "task_done" -> "completed";
                    case "task_failed" -> "failed";
                    case "task_slow" -> questionsForSlow.incrementAndGet() < 3 ? "running" : "completed";
                    default -> fates.getOrDefault(taskId, "unknown");
                };
        int look = looks.merge(taskId, 1, Integer::sum);
        pass(lookGate);
        if (taskId.equals("task_lost")) {
            exchange.close();
        } else if (taskId.equals("task_of_many")) {
            refuse(exchange, 429, "RATE_LIMITED", "");
        } else if (fate.equals("away for a moment") && look <= 2) {
            // Twice, for whoever reads asks once more by itself.
            refuse(exchange, 503, "SERVICE_UNAVAILABLE", "");
        } else if (!mayAct(exchange) || fate.equals("unknown")) {
            refuse(exchange, 404, "3001", "");
        } else {
            answer(exchange, 200, view(taskId, fate));
        }
    }

    private static String view(String taskId, String fate) {
        return switch (fate) {
            case "running", "queued" -> TASK.formatted(taskId, fate, 40, "\"exec_1\"", null, null, null);
            case "failed" -> TASK.formatted(taskId, fate, 40, null, null, "\"2001\"", "\"图片格式不支持\"");
            case "canceled" -> TASK.formatted(taskId, fate, 40, null, null, null, null);
            default -> TASK.formatted(taskId, "completed", 100, null, RESULT, null, null);
        };
    }

    private static void pass(CountDownLatch gate) throws IOException {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void queues(HttpExchange exchange) throws IOException {
        queueQuestions.add(String.valueOf(exchange.getRequestURI().getQuery()));
        if (nodesAreKnown) {
            answer(exchange, 200, QUEUES);
        } else {
            refuse(exchange, 404, "NOT_FOUND", "");
        }
    }

    private static boolean mayAct(HttpExchange exchange) {
        return "Bearer service token".equals(exchange.getRequestHeaders().getFirst("Authorization"))
                && ACCOUNT.equals(exchange.getRequestHeaders().getFirst("X-Podi-Acting-User"));
    }

    private static void refuse(HttpExchange exchange, int status, String code, String detail) throws IOException {
        answer(exchange, status, REFUSAL.formatted(status, code, detail));
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
