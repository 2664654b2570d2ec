package com.podi.agent;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Takes one task at a time, and says that it is there. */
public final class ReferenceAgent implements AutoCloseable {

    private static final System.Logger log = System.getLogger(ReferenceAgent.class.getName());

    private static final String VERSION = "1.0.0";
    private static final int LARGEST_PUSH = 64 * 1024;
    private static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long FIRST_HEARTBEAT_SECONDS = 60;
    private static final double GIB = 1024.0 * 1024 * 1024;

    private final AgentSettings settings;
    private final Platform platform;
    private final Root root;
    private final Downloads downloads;
    private final HttpServer server;
    private final AtomicReference<@Nullable Push> present = new AtomicReference<>();
    private final ExecutorService doors = Executors.newFixedThreadPool(4, work -> daemon(work, "agent-door"));
    private final ExecutorService worker = Executors.newSingleThreadExecutor(work -> daemon(work, "agent-task"));
    private final ScheduledExecutorService pulse =
            Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "agent-pulse"));

    private ReferenceAgent(AgentSettings settings) throws IOException {
        this.settings = settings;
        this.platform = new Platform(settings.service());
        this.root = new Root(settings.root());
        this.downloads = new Downloads(SILENCE, PAUSE);
        this.server = HttpServer.create(new InetSocketAddress(settings.bind(), settings.port()), 0);
        server.createContext("/tasks", this::take);
        server.setExecutor(doors);
    }

    public static ReferenceAgent start(AgentSettings settings) throws IOException {
        ReferenceAgent agent = new ReferenceAgent(settings);
        agent.server.start();
        agent.pulse.execute(agent::beat);
        log.log(System.Logger.Level.INFO, "agent {0} takes tasks at {1}", settings.agentId(), agent.baseUrl());
        return agent;
    }

    /** Where the platform pushes tasks, without {@code /tasks}. */
    public URI baseUrl() {
        return URI.create(
                "http://%s:%d".formatted(settings.bind(), server.getAddress().getPort()));
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(answer(exchange), -1);
        }
    }

    private int answer(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestURI().getPath().equals("/tasks")) {
            return 404;
        }
        if (!exchange.getRequestMethod().equals("POST")) {
            return 405;
        }
        byte[] body = exchange.getRequestBody().readNBytes(LARGEST_PUSH + 1);
        if (body.length > LARGEST_PUSH) {
            return 413;
        }
        Push push;
        try {
            push = Push.of(body);
        } catch (IllegalArgumentException unreadable) {
            return 400;
        }
        return push.agentId().equals(settings.agentId()) ? begin(push) : 403;
    }

    private int begin(Push push) {
        if (!present.compareAndSet(null, push)) {
            Push busyWith = present.get();
            return busyWith != null && busyWith.isSame(push) ? 202 : 409;
        }
        int answer = 503;
        try {
            answer = checked(push);
            if (answer == 202) {
                worker.execute(() -> work(push));
            }
        } catch (RejectedExecutionException closing) {
            answer = 503;
        } finally {
            if (answer != 202) {
                present.set(null);
            }
        }
        return answer;
    }

    /** Whoever can reach this port can push: the platform says whether it was the platform. */
    private int checked(Push push) {
        try {
            JsonNode said = platform.post(
                    "/api/agent/auth/verify",
                    null,
                    Map.of(
                            "token", push.token(),
                            "agentId", push.agentId(),
                            "taskId", push.taskId(),
                            "nonce", push.nonce()));
            return said.path("ok").asBoolean(false)
                            && said.path("scope").asString("").equals("task")
                    ? 202
                    : 401;
        } catch (Platform.RefusedException refused) {
            log.log(System.Logger.Level.WARNING, "push refused: task={0} {1}", push.taskId(), refused.getMessage());
            return 401;
        } catch (IOException away) {
            log.log(System.Logger.Level.WARNING, "push not checked: task={0} {1}", push.taskId(), away.getMessage());
            return 503;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return 503;
        }
    }

    private void work(Push push) {
        try {
            Runnable free = () -> present.compareAndSet(push, null);
            Map<String, Object> failed = new TaskRun(
                            push, platform, root, downloads, new Restart(settings.restart(), root.folder()), free)
                    .run();
            if (!failed.isEmpty()) {
                alert(failed);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            present.compareAndSet(push, null);
        }
    }

    private void alert(Map<String, Object> failed) throws InterruptedException {
        Map<String, Object> named = Words.first(failed, Words.LARGEST_ALERT);
        String message =
                "%d items could not be brought: %s".formatted(failed.size(), String.join(", ", named.keySet()));
        try {
            platform.post(
                    "/api/agent/agents/" + settings.agentId() + "/alerts",
                    settings.token(),
                    Map.of(
                            "type",
                            "sync_failed",
                            "message",
                            Words.cut(message, Words.LONGEST_MESSAGE),
                            "payload",
                            named));
        } catch (IOException | Platform.RefusedException untold) {
            log.log(System.Logger.Level.WARNING, "alert lost: {0}", untold.getMessage());
        }
    }

    private void beat() {
        long nextSeconds = FIRST_HEARTBEAT_SECONDS;
        try {
            nextSeconds = platform.post(
                            "/api/agent/agents/" + settings.agentId() + "/heartbeat", settings.token(), health())
                    .path("heartbeatSeconds")
                    .asLong(FIRST_HEARTBEAT_SECONDS);
        } catch (IOException | Platform.RefusedException untold) {
            log.log(System.Logger.Level.WARNING, "heartbeat lost: {0}", untold.getMessage());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException failure) {
            log.log(System.Logger.Level.ERROR, "no heartbeat", failure);
        }
        Duration own = settings.heartbeat();
        long delayMs = own == null ? TimeUnit.SECONDS.toMillis(Math.max(1, nextSeconds)) : own.toMillis();
        try {
            pulse.schedule(this::beat, delayMs, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            log.log(System.Logger.Level.DEBUG, "no heartbeats any more");
        }
    }

    private Map<String, Object> health() throws IOException {
        Map<String, Object> health = new LinkedHashMap<>();
        health.put("status", present.get() == null ? "idle" : "busy");
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        int processors = ManagementFactory.getOperatingSystemMXBean().getAvailableProcessors();
        if (load >= 0) {
            health.put("cpu", Math.round(load / processors * 1000) / 10.0);
        }
        health.put("diskFreeGb", Math.round(Files.getFileStore(root.folder()).getUsableSpace() / GIB * 10) / 10.0);
        health.put("agentVersion", VERSION);
        return health;
    }

    /** Takes nothing more; what was under way breaks, and is gone on with when it is pushed again. */
    @Override
    public void close() {
        server.stop(0);
        pulse.shutdownNow();
        worker.shutdownNow();
        doors.shutdownNow();
        downloads.close();
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }
}
