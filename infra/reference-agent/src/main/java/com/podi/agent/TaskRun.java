package com.podi.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One task from its manifest to its end. What fails is named, and the rest is done nevertheless. */
final class TaskRun {

    private static final System.Logger log = System.getLogger(TaskRun.class.getName());

    private static final Map<String, String> LISTS =
            Map.of("sync_models", "models", "sync_workflows", "workflows", "sync_plugins", "plugins");
    private static final int LAST_WORDS = 8;
    private static final int BAD_REQUEST = 400;
    private static final long BETWEEN_EVENTS_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final double WHOLE = 100;

    private final Push push;
    private final Platform platform;
    private final Root root;
    private final Downloads downloads;
    private final Restart restart;
    private final Runnable nearlyDone;
    private final JsonMapper json = new JsonMapper();

    private final List<Map<String, Object>> synced = new ArrayList<>();
    private final Map<String, Object> failed = new LinkedHashMap<>();
    private int fetched;
    private int alreadyThere;
    private long lastEvent;

    /** @param nearlyDone is run before the platform is told of the end, which may send the next task at once */
    TaskRun(Push push, Platform platform, Root root, Downloads downloads, Restart restart, Runnable nearlyDone) {
        this.push = push;
        this.platform = platform;
        this.root = root;
        this.downloads = downloads;
        this.restart = restart;
        this.nearlyDone = nearlyDone;
    }

    /** @param action that it belongs to */
    private record Item(String action, JsonNode what) {

        String name() {
            return what.path("name").asString("?");
        }
    }

    /** @return what could not be done, by its name; empty if all is well, or if the task is no longer ours */
    Map<String, Object> run() throws InterruptedException {
        try {
            work();
            nearlyDone.run();
            end();
            return failed;
        } catch (Platform.RefusedException over) {
            log.log(System.Logger.Level.INFO, "given up: task={0} because={1}", push.taskId(), over.getMessage());
            return Map.of();
        }
    }

    private void work() throws InterruptedException {
        try {
            tell("info", "start", "task taken: " + String.join(", ", push.actions()), 0.0, Map.of());
            List<Item> items = items();
            for (int done = 0; done < items.size(); done++) {
                bring(items.get(done), WHOLE * done / items.size(), WHOLE / items.size());
            }
            if (push.actions().contains("restart") && failed.isEmpty()) {
                tell("info", "restart", "restarting ComfyUI", null, Map.of());
                restart.run();
            }
        } catch (ItemFailedException notRestarted) {
            failed.put("restart", failure(notRestarted.code(), String.valueOf(notRestarted.getMessage())));
        } catch (Platform.RefusedException over) {
            throw over;
        } catch (IOException | RuntimeException failure) {
            failed.put("task", failure("AGENT_ERROR", String.valueOf(failure.getMessage())));
        }
    }

    private List<Item> items() throws IOException, InterruptedException {
        if (push.manifestUrl() == null) {
            return List.of();
        }
        JsonNode content = patiently(() -> platform.get(Platform.pathOf(push.manifestUrl()), push.token()))
                .path("content");
        List<Item> items = new ArrayList<>();
        for (String action : push.actions()) {
            String list = LISTS.get(action);
            if (list != null) {
                content.path(list).forEach(what -> items.add(new Item(action, what)));
            }
        }
        return items;
    }

    private void bring(Item item, double before, double share) throws IOException, InterruptedException {
        try {
            Downloads.Outcome outcome = bringOnce(item, before, share);
            synced.add(Map.of(
                    "name", item.name(), "outcome", outcome == Downloads.Outcome.FETCHED ? "fetched" : "present"));
            if (outcome == Downloads.Outcome.FETCHED) {
                fetched++;
                tell("info", item.action(), item.name() + " is in its place", before + share, Map.of());
            } else {
                alreadyThere++;
            }
        } catch (ItemFailedException failure) {
            failed.put(item.name(), failure(failure.code(), String.valueOf(failure.getMessage())));
            tell(
                    "error",
                    item.action(),
                    "%s: %s %s".formatted(item.name(), failure.code(), failure.getMessage()),
                    before + share,
                    Map.of("name", item.name(), "code", failure.code()));
        }
    }

    private Downloads.Outcome bringOnce(Item item, double before, double share)
            throws ItemFailedException, InterruptedException {
        JsonNode what = item.what();
        if (!what.path("destPath").isString()) {
            throw new ItemFailedException("UNSUPPORTED", "has no destPath: this agent only brings files");
        }
        Path target = root.file(what.path("destPath").stringValue());
        if (what.path("content").isObject()) {
            return write(json.writeValueAsString(what.path("content")), target);
        }
        if (!what.path("url").isString() || !what.path("sha256").isString()) {
            throw new ItemFailedException("UNSUPPORTED", "has no url or no sha256");
        }
        JsonNode size = what.path("size");
        Downloads.Wanted wanted = new Downloads.Wanted(
                address(what.path("url").stringValue()),
                what.path("sha256").stringValue(),
                size.isIntegralNumber() ? Long.valueOf(size.longValue()) : null,
                target);
        return downloads.fetch(wanted, bytes -> arrived(item, bytes, wanted.size(), before, share));
    }

    private static URI address(String url) throws ItemFailedException {
        try {
            URI address = URI.create(url);
            if ("http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme())) {
                return address;
            }
        } catch (IllegalArgumentException malformed) {
            // as good as one of another kind
        }
        throw new ItemFailedException("URL_NOT_ALLOWED", "not a web address");
    }

    private static Downloads.Outcome write(String text, Path target) throws ItemFailedException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            if (Files.isRegularFile(target)
                    && Files.size(target) == bytes.length
                    && Arrays.equals(Files.readAllBytes(target), bytes)) {
                return Downloads.Outcome.ALREADY_THERE;
            }
            Path part = target.resolveSibling("." + target.getFileName() + ".part");
            Files.write(part, bytes);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return Downloads.Outcome.FETCHED;
        } catch (IOException failure) {
            throw new ItemFailedException("IO_ERROR", String.valueOf(failure));
        }
    }

    /** Now and then: a task has room for some thousand events. */
    private void arrived(Item item, long bytes, @Nullable Long size, double before, double share) {
        if (System.nanoTime() - lastEvent < BETWEEN_EVENTS_NANOS) {
            return;
        }
        double part = size == null || size == 0 ? 0 : share * Math.min(1.0, (double) bytes / size);
        try {
            tell(
                    "info",
                    item.action(),
                    "%s: %d bytes".formatted(item.name(), bytes),
                    before + part,
                    Map.of("name", item.name(), "bytes", bytes));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** An event that does not get through is not worth a failed task; a refusal says that the task is no longer ours. */
    private void tell(String level, String step, String message, @Nullable Double progress, Map<String, ?> payload)
            throws InterruptedException {
        lastEvent = System.nanoTime();
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("level", level);
        event.put("step", step);
        event.put("message", Words.cut(message, Words.LONGEST_MESSAGE));
        if (progress != null) {
            event.put("progress", Math.min(WHOLE, Math.round(progress * 10) / 10.0));
        }
        if (!payload.isEmpty()) {
            event.put("payload", payload);
        }
        try {
            platform.post("/api/agent/tasks/" + push.taskId() + "/events", push.token(), event);
        } catch (Platform.RefusedException refused) {
            if (refused.status() != BAD_REQUEST) {
                throw refused;
            }
            log.log(System.Logger.Level.WARNING, "event not taken: task={0}", push.taskId());
        } catch (IOException away) {
            log.log(System.Logger.Level.WARNING, "event lost: task={0} because={1}", push.taskId(), away.getMessage());
        }
    }

    private void end() throws InterruptedException {
        Map<String, Object> summary = Map.of("fetched", fetched, "present", alreadyThere, "failed", failed.size());
        try {
            if (failed.isEmpty()) {
                patiently(() -> platform.post(
                        "/api/agent/tasks/" + push.taskId() + "/complete",
                        push.token(),
                        Map.of("summary", summary, "synced", Words.first(synced, Words.LARGEST_RESULT))));
            } else {
                Map<String, Object> named = Words.first(failed, Words.LARGEST_RESULT);
                String message = "%d of %d items failed".formatted(failed.size(), failed.size() + synced.size());
                patiently(() -> platform.post(
                        "/api/agent/tasks/" + push.taskId() + "/failed",
                        push.token(),
                        Map.of(
                                "errorCode",
                                "ITEMS_FAILED",
                                "message",
                                named.size() < failed.size()
                                        ? message + ", the first " + named.size() + " are named"
                                        : message,
                                "failedItems",
                                named)));
            }
        } catch (IOException untold) {
            log.log(
                    System.Logger.Level.WARNING,
                    "end untold: task={0} because={1}",
                    push.taskId(),
                    untold.getMessage());
        }
    }

    private interface Call {
        JsonNode make() throws IOException, InterruptedException;
    }

    /** The platform may be away for a moment; said twice is said once. */
    private static JsonNode patiently(Call call) throws IOException, InterruptedException {
        long delayMs = 500;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.make();
            } catch (IOException away) {
                if (attempt == LAST_WORDS) {
                    throw away;
                }
                Thread.sleep(delayMs);
                delayMs = Math.min(delayMs * 2, 30_000);
            }
        }
    }

    private static Map<String, Object> failure(String code, String message) {
        return Map.of("code", code, "message", Words.cut(message, Words.LONGEST_REASON));
    }
}
