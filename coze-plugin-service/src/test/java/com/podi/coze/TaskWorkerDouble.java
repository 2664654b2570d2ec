package com.podi.coze;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as task-worker does, and hands out the service token that it wants to see. */
final class TaskWorkerDouble {

    private static final String COMPLETED = """
            {"code":200,"message":"获取成功","data":{"id":"task_done","taskId":"task_done","task_id":"task_done",
             "abilityId":"podi_upscale","provider":"podi","action":"upscale","status":"completed","statusSequence":4,
             "progress":100,"queuePosition":null,"params":{"scale":2},"metadata":{},
             "resultPayload":{"abilityId":"podi_upscale","provider":"podi","status":"completed","requestId":"4bf92f",
              "logId":"log_1","durationMs":812,"images":[{"url":"http://store/result.png?signed",
              "ossUrl":"http://store/result.png?signed","objectKey":"results/task_done/result.png","width":2,"height":2,
              "contentType":"image/png","size":90}],"videos":[],"texts":[],"assets":[],
              "cost":{"currency":"CNY","amount":0.10,"points":10},
              "metadata":{"taskId":"task_done","executorId":null,"model":null},"raw":null},
             "errorCode":null,"errorMessage":null,"createdAt":"2026-01-31T08:00:00Z","queuedAt":"2026-01-31T08:00:00Z",
             "startedAt":"2026-01-31T08:00:01Z","completedAt":"2026-01-31T08:00:02Z",
             "urls":{"self":"/api/ability-tasks/task_done","events":"/api/ability-tasks/task_done/events"}},
             "timestamp":"2026-01-31T08:00:03Z"}""";
    private static final String RUNNING = COMPLETED
            .replace("\"completed\"", "\"running\"")
            .replaceAll("(?s)\"resultPayload\":.*\"raw\":null}", "\"resultPayload\":null");
    private static final String UNKNOWN = """
            {"code":404,"message":"任务不存在","error":{"type":"NotFoundError","code":"3001","details":[]},"data":null,
             "traceId":null,"timestamp":"2026-01-31T08:00:03Z"}""";
    private static final String TOKEN = """
            {"access_token":"service token","token_type":"Bearer","expires_in":900}""";

    private final HttpServer server;
    private final AtomicInteger questionsForSlow = new AtomicInteger();

    TaskWorkerDouble() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/token", exchange -> answer(exchange, 200, TOKEN));
        server.createContext("/api/ability-tasks/", this::task);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void task(HttpExchange exchange) throws IOException {
        Map<String, String> expected =
                Map.of("Authorization", "Bearer service token", "X-Podi-Acting-User", "account-of-coze");
        boolean known = expected.entrySet().stream().allMatch(header -> header.getValue()
                .equals(exchange.getRequestHeaders().getFirst(header.getKey())));
        String taskId = exchange.getRequestURI().getPath().substring("/api/ability-tasks/".length());
        if (!known) {
            answer(exchange, 404, UNKNOWN);
            return;
        }
        switch (taskId) {
            case "task_done" -> answer(exchange, 200, COMPLETED);
            case "task_slow" -> answer(exchange, 200, questionsForSlow.incrementAndGet() < 3 ? RUNNING : COMPLETED);
            case "task_lost" -> exchange.close();
            default -> answer(exchange, 404, UNKNOWN);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
