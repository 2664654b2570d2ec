package com.podi.comfyui.node;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.podi.comfyclient.ComfyNode;
import com.podi.contracts.ability.ExecutorRef;
import com.podi.contracts.comfyui.QueueSummary;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/**
 * Asks the nodes. Whoever asks for the same at the same time shares one question, and an answer is believed for a moment;
 * every node is asked in a thread of its own, so that one that hangs holds up nobody but itself.
 */
@Service
public class Nodes implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Nodes.class);
    private static final int MOST_NODES = 1_000;

    private final NodeDirectory directory;
    private final NodeAccess access;
    private final NodeProperties properties;
    private final Clock clock;
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "node");
        thread.setDaemon(true);
        return thread;
    });

    private final AsyncCache<ExecutorRef, ComfyNode.Queue> queues;
    private final AsyncCache<ExecutorRef, JsonNode> stats;
    private final AsyncCache<ExecutorRef, NodeModels> models;

    Nodes(NodeDirectory directory, NodeAccess access, NodeProperties properties, Clock clock) {
        this.directory = directory;
        this.access = access;
        this.properties = properties;
        this.clock = clock;
        this.queues = believedFor(properties.fresh());
        this.stats = believedFor(properties.fresh());
        this.models = believedFor(properties.modelsFresh());
    }

    private <T> AsyncCache<ExecutorRef, T> believedFor(Duration time) {
        return Caffeine.newBuilder()
                .expireAfterWrite(time)
                .maximumSize(MOST_NODES)
                .executor(threads)
                .buildAsync();
    }

    /** The nodes themselves, by their ids. */
    public List<ExecutorRef> named(List<String> executorIds) {
        return executorIds.stream().distinct().map(directory::comfyui).toList();
    }

    public NodeModels models(String executorId) {
        return answer(
                askForModels(directory.comfyui(executorId)),
                properties.modelsPatience(),
                ErrorCode.COMFYUI_OBJECT_INFO_ERROR,
                executorId);
    }

    /** Of all at once; those that do not answer are left out. */
    public Map<String, NodeModels> models(List<ExecutorRef> nodes) {
        Map<String, CompletableFuture<NodeModels>> asked = new LinkedHashMap<>();
        nodes.forEach(node -> asked.put(node.id(), askForModels(node)));
        long deadline = System.nanoTime() + properties.modelsPatience().toNanos();
        Map<String, NodeModels> answers = new LinkedHashMap<>();
        asked.forEach((id, question) -> {
            try {
                answers.put(id, answer(question, until(deadline), ErrorCode.COMFYUI_OBJECT_INFO_ERROR, id));
            } catch (PodiException away) {
                log.info("left out: executor={}", id);
            }
        });
        return answers;
    }

    private CompletableFuture<NodeModels> askForModels(ExecutorRef node) {
        return ask(models, node, () -> ObjectInfo.read(node.id(), access.objectInfo(node)));
    }

    QueueStatus queue(String executorId) {
        ExecutorRef node = directory.comfyui(executorId);
        ComfyNode.Queue queue =
                answer(askForQueue(node), properties.patience(), ErrorCode.COMFYUI_QUEUE_STATUS_ERROR, executorId);
        return new QueueStatus(
                node.id(),
                queue.running().size(),
                queue.pending().size(),
                node.maxConcurrency(),
                queue.running(),
                queue.pending());
    }

    private CompletableFuture<ComfyNode.Queue> askForQueue(ExecutorRef node) {
        return ask(queues, node, () -> access.queue(node));
    }

    SystemStats system(String executorId) {
        ExecutorRef node = directory.comfyui(executorId);
        JsonNode answer = answer(
                ask(stats, node, () -> access.systemStats(node)),
                properties.patience(),
                ErrorCode.COMFYUI_SYSTEM_STATS_ERROR,
                executorId);
        JsonNode system = Argv.masked(answer.path("system"));
        return new SystemStats(
                node.id(), system.path("comfyui_version").asString("unknown"), system, answer.path("devices"));
    }

    /** @param executorIds separated by commas; all active nodes if null */
    QueueSummary summary(@Nullable String executorIds) {
        List<ExecutorRef> nodes = directory.comfyuis(executorIds);
        List<CompletableFuture<ComfyNode.Queue>> asked =
                nodes.stream().map(this::askForQueue).toList();
        long deadline = System.nanoTime() + properties.patience().toNanos();
        List<QueueSummary.Server> servers = new ArrayList<>();
        for (int number = 0; number < nodes.size(); number++) {
            servers.add(server(nodes.get(number), asked.get(number), deadline));
        }
        int running = servers.stream().mapToInt(QueueSummary.Server::running).sum();
        int pending = servers.stream().mapToInt(QueueSummary.Server::pending).sum();
        return new QueueSummary(
                running, pending, running + pending, clock.instant().truncatedTo(ChronoUnit.SECONDS), servers);
    }

    private static QueueSummary.Server server(
            ExecutorRef node, CompletableFuture<ComfyNode.Queue> asked, long deadline) {
        int running = 0;
        int pending = 0;
        String error = null;
        try {
            ComfyNode.Queue queue = answer(asked, until(deadline), ErrorCode.COMFYUI_QUEUE_STATUS_ERROR, node.id());
            running = queue.running().size();
            pending = queue.pending().size();
        } catch (PodiException away) {
            error = away.errorCode().code();
        }
        return new QueueSummary.Server(
                node.id(), node.name(), node.baseUrl(), running, pending, node.maxConcurrency(), error == null, error);
    }

    private interface Question<T> {
        T ask() throws Exception;
    }

    private <T> CompletableFuture<T> ask(AsyncCache<ExecutorRef, T> answers, ExecutorRef node, Question<T> question) {
        return answers.get(
                node,
                (asked, pool) -> CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return question.ask();
                            } catch (Exception failure) {
                                throw new CompletionException(failure);
                            }
                        },
                        pool));
    }

    private static <T> T answer(CompletableFuture<T> asked, Duration patience, ErrorCode error, String executorId) {
        try {
            return asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failure) {
            throw error.because("%s: %s", executorId, failure.getCause());
        } catch (TimeoutException late) {
            throw error.because("%s: no answer within %s", executorId, patience);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw error.because("%s: interrupted", executorId);
        }
    }

    private static Duration until(long deadline) {
        return Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
    }

    @Override
    public void destroy() {
        threads.shutdownNow();
    }
}
