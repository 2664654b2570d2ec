package com.podi.taskworker.executor.kie;

import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** KIE's tasks and its upload, by its public documentation: every answer has a code of its own. */
public final class KieStub extends ProviderStub {

    public static final Set<String> REFUSED = ConcurrentHashMap.newKeySet();

    /** A task is at work from when somebody asks about it for as long as he does: it cannot be canceled. */
    private static final Duration INTEREST = Duration.ofSeconds(1);

    private static final Moods MOODS = new Moods();
    private static final Map<String, byte[]> FILES = new ConcurrentHashMap<>();
    private static final Map<String, Task> TASKS = new ConcurrentHashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private static final class Task {
        private final String key;
        private final Mood mood;
        private final List<byte[]> pictures;
        private final AtomicInteger looks = new AtomicInteger();
        private volatile boolean done;
        private volatile long lookedAt = System.nanoTime();

        private Task(String key, Mood mood, List<byte[]> pictures) {
            this.key = key;
            this.mood = mood;
            this.pictures = pictures;
        }
    }

    public KieStub() {
        super(KieStub::answer);
    }

    public static Reply error(int code, String message) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("code", code);
        body.put("msg", message);
        body.put("data", null);
        return Reply.json(200, JSON.writeValueAsString(body));
    }

    public static int atWork() {
        return (int) TASKS.values().stream()
                .filter(task -> task.mood == Mood.SLOW && !task.done && task.looks.get() > 0)
                .filter(task -> System.nanoTime() - task.lookedAt < INTEREST.toNanos())
                .count();
    }

    public static void finish() {
        TASKS.values().forEach(task -> task.done = true);
    }

    private static Reply answer(Asked asked) {
        if (asked.path().startsWith("/files/")) {
            byte[] bytes = FILES.get(asked.path());
            return bytes == null ? Reply.html(404) : Reply.bytes("image/png", bytes);
        }
        String key = keyOf(asked);
        if (key.isEmpty() || REFUSED.contains(key)) {
            return error(401, "You do not have access permissions, key " + key);
        }
        return switch (asked.path()) {
            case "/api/file-stream-upload" -> uploaded(asked);
            case "/api/v1/jobs/createTask" -> begun(asked);
            case "/api/v1/jobs/recordInfo" -> task(asked);
            default -> Reply.json(404, "{\"code\":404,\"msg\":\"Not Found\",\"data\":null}");
        };
    }

    private static String keyOf(Asked asked) {
        return asked.header("Authorization").replaceFirst("^Bearer ", "");
    }

    private static Reply uploaded(Asked asked) {
        if (!asked.text().contains("name=\"file\"; filename=") || !asked.text().contains("name=\"uploadPath\"")) {
            return error(400, "Missing parameter");
        }
        return Reply.json(200, """
                {"success":true,"code":200,"msg":"File uploaded successfully","data":{"fileName":"input.png",\
                "filePath":"images/podi/input.png","downloadUrl":"https://tempfile.example/images/podi/input-%d.png",\
                "fileSize":100,"mimeType":"image/png","uploadedAt":"2026-01-01T12:00:00.000Z"}}""".formatted(NUMBERS.incrementAndGet()));
    }

    private static Reply begun(Asked asked) {
        if (!asked.json().at("/input/prompt").isString()) {
            return error(422, "This field is required: prompt");
        }
        String id = "task_%08d".formatted(NUMBERS.incrementAndGet());
        TASKS.put(
                id,
                new Task(keyOf(asked), MOODS.of(asked), MOODS.pictures(asked).toList()));
        return Reply.json(200, "{\"code\":200,\"msg\":\"success\",\"data\":{\"taskId\":\"%s\"}}".formatted(id));
    }

    private static Reply task(Asked asked) {
        String id = asked.parameters().getOrDefault("taskId", "");
        Task task = TASKS.get(id);
        if (task == null || !task.key.equals(keyOf(asked))) {
            return error(404, "Task not found");
        }
        task.lookedAt = System.nanoTime();
        if (task.looks.incrementAndGet() > 1 && task.mood != Mood.SLOW) {
            task.done = true;
        }
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("taskId", id);
        shown.put("model", "nano-banana-2-lite");
        shown.put("state", state(task));
        shown.put("resultJson", "");
        shown.put("failCode", "");
        shown.put("failMsg", "");
        switch (state(task)) {
            case "success" ->
                shown.put(
                        "resultJson",
                        JSON.writeValueAsString(Map.of(
                                "resultUrls",
                                task.pictures.stream()
                                        .map(bytes -> file(asked, bytes))
                                        .toList())));
            case "fail" -> {
                shown.put("failCode", task.mood == Mood.FORBIDDEN ? "400" : "500");
                shown.put(
                        "failMsg",
                        task.mood == Mood.FORBIDDEN ? "The prompt violates the content policy" : "Internal Error");
            }
            default -> shown.put("progress", 40);
        }
        return Reply.json(200, JSON.writeValueAsString(Map.of("code", 200, "msg", "success", "data", shown)));
    }

    private static String state(Task task) {
        if (!task.done) {
            return task.looks.get() <= 1 ? "waiting" : "generating";
        }
        return task.mood == Mood.FORBIDDEN || task.mood == Mood.FAILING ? "fail" : "success";
    }

    private static String file(Asked asked, byte[] bytes) {
        String path = "/files/%d.png".formatted(NUMBERS.incrementAndGet());
        FILES.put(path, bytes);
        return "http://" + asked.header("Host") + path;
    }
}
