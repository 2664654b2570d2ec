package com.podi.taskworker.executor.volcengine;

import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Volcengine Ark, by its public documentation: pictures and chat at once, videos by and by. */
public final class ArkStub extends ProviderStub {

    public static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    private static final String TASKS = "/api/v3/contents/generations/tasks";
    private static final Moods MOODS = new Moods();
    private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();
    private static final Map<String, Task> TASKS_BY_ID = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final class Task {
        private final String key;
        private final Mood mood;
        private final AtomicInteger looks = new AtomicInteger();
        private volatile String status = "queued";

        private Task(String key, Mood mood) {
            this.key = key;
            this.mood = mood;
        }
    }

    public ArkStub() {
        super(ArkStub::answer);
    }

    public static Reply error(int status, String code, String message) {
        return Reply.json(
                status,
                JSON.writeValueAsString(
                        Map.of("error", Map.of("code", code, "message", message, "param", "", "type", "BadRequest"))));
    }

    /** How many videos somebody still wants. */
    public static int atWork() {
        return (int) TASKS_BY_ID.values().stream()
                .filter(task -> task.status.equals("queued") || task.status.equals("running"))
                .count();
    }

    /** Every video that was slow is done. */
    public static void finish() {
        TASKS_BY_ID.values().stream()
                .filter(task -> task.mood == Mood.SLOW && !task.status.equals("cancelled"))
                .forEach(task -> task.status = "succeeded");
    }

    private static Reply answer(Asked asked) {
        if (asked.path().startsWith("/files/")) {
            byte[] bytes = FILES.get(asked.path());
            return bytes == null ? Reply.html(404) : Reply.bytes("application/octet-stream", bytes);
        }
        String key = keyOf(asked);
        if (key.isEmpty() || REFUSED.contains(key)) {
            return error(401, "AuthenticationError", "The API key doesn't exist: " + key);
        }
        if (asked.path().startsWith(TASKS + "/")) {
            return task(asked, asked.path().substring(TASKS.length() + 1));
        }
        Reply reply =
                switch (asked.path()) {
                    case "/api/v3/images/generations" -> images(asked);
                    case "/api/v3/chat/completions" -> chat();
                    case TASKS -> begun(asked);
                    default -> error(404, "InvalidEndpointOrModel.NotFound", "The model does not exist");
                };
        boolean isSlow = MOODS.of(asked) == Mood.SLOW && !asked.path().equals(TASKS);
        return isSlow ? reply.slowly() : reply;
    }

    private static String keyOf(Asked asked) {
        return asked.header("Authorization").replaceFirst("^Bearer ", "");
    }

    private static Reply images(Asked asked) {
        return switch (MOODS.of(asked)) {
            case FORBIDDEN -> error(400, "InputTextSensitiveContentDetected", "The request failed because of its text");
            case FAILING -> error(500, "InternalServiceError", "The service encountered an unexpected internal error");
            default -> {
                List<Map<String, Object>> data = new ArrayList<>();
                MOODS.pictures(asked)
                        .forEach(bytes -> data.add(Map.of("url", file(asked, "png", bytes), "size", "16x12")));
                yield Reply.json(
                        200,
                        JSON.writeValueAsString(ordered(
                                "model",
                                "doubao-seedream-4-0-250828",
                                "created",
                                1760000000,
                                "data",
                                data,
                                "usage",
                                Map.of("generated_images", data.size(), "output_tokens", 16280))));
            }
        };
    }

    private static Map<String, Object> ordered(Object... members) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (int at = 0; at < members.length; at += 2) {
            ordered.put((String) members[at], members[at + 1]);
        }
        return ordered;
    }

    private static String file(Asked asked, String ending, byte[] bytes) {
        String path = "/files/%d.%s".formatted(NUMBERS.incrementAndGet(), ending);
        FILES.put(path, bytes);
        return "http://%s%s?X-Tos-Signature=signature-of-ark".formatted(asked.header("Host"), path);
    }

    private static Reply chat() {
        return Reply.json(200, """
                {"id":"021760000000","object":"chat.completion","created":1760000000,"model":"doubao-seed-1-6-250615",
                 "choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"一只猫。"}}],
                 "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}""");
    }

    private static Reply begun(Asked asked) {
        if (!asked.method().equals("POST")) {
            return error(405, "InvalidParameter", "no");
        }
        String id = "cgt-20260101-%05d".formatted(NUMBERS.incrementAndGet());
        TASKS_BY_ID.put(id, new Task(keyOf(asked), MOODS.of(asked)));
        return Reply.json(200, JSON.writeValueAsString(Map.of("id", id)));
    }

    private static Reply task(Asked asked, String id) {
        Task task = TASKS_BY_ID.get(id);
        if (task == null || !task.key.equals(keyOf(asked))) {
            return error(404, "InvalidParameter.TaskNotFound", "The task does not exist");
        }
        if (asked.method().equals("DELETE")) {
            task.status = "cancelled";
            return Reply.json(200, "{}");
        }
        if (task.looks.incrementAndGet() > 1 && task.status.equals("queued")) {
            task.status = task.mood == Mood.SLOW ? "running" : task.mood == Mood.FINE ? "succeeded" : "failed";
        }
        Map<String, Object> shown = ordered("id", id, "model", "doubao-seedance-1-0-pro-250528", "status", task.status);
        if (task.status.equals("succeeded")) {
            shown.put("content", Map.of("video_url", file(asked, "mp4", Moods.mp4())));
            shown.put("duration", 5);
            shown.put("usage", Map.of("completion_tokens", 108900, "total_tokens", 108900));
        }
        if (task.status.equals("failed")) {
            shown.put(
                    "error",
                    task.mood == Mood.FORBIDDEN
                            ? Map.of("code", "OutputVideoSensitiveContentDetected", "message", "not allowed")
                            : Map.of("code", "InternalServiceError", "message", "failed inside"));
        }
        shown.put("created_at", 1760000000);
        return Reply.json(200, JSON.writeValueAsString(shown));
    }
}
