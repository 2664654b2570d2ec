package com.podi.comfydouble;

import com.podi.comfydouble.Faults.OnPrompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs one prompt after the other, on one thread. */
final class Engine {

    private static final int CACHED_MOST = 64;
    private static final String CYCLE = "DependencyCycleError";

    private final NodeState state;
    private final NodeTypes types;
    private final Folders folders;
    private final Sockets sockets;
    private final Faults faults;
    private final Release release;
    private final Clock clock;
    private final AtomicLong executed = new AtomicLong();
    private final AtomicLong executionNanos = new AtomicLong();

    private final Object gate = new Object();
    private boolean held;
    private int steps;

    private volatile @Nullable Thread thread;
    private Map<String, NodeType.Result> cache = newCache();

    Engine(
            NodeState state,
            NodeTypes types,
            Folders folders,
            Sockets sockets,
            Faults faults,
            Release release,
            Clock clock) {
        this.state = state;
        this.types = types;
        this.folders = folders;
        this.sockets = sockets;
        this.faults = faults;
        this.release = release;
        this.clock = clock;
    }

    private static Map<String, NodeType.Result> newCache() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, NodeType.Result> eldest) {
                return size() > CACHED_MOST;
            }
        };
    }

    void start() {
        long epoch = state.epoch();
        cache = newCache();
        Thread worker = new Thread(() -> loop(epoch), "comfyui-double-engine");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    /** What is under way comes to nothing; the state must have been restarted before. */
    void abandon() {
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
            synchronized (gate) {
                gate.notifyAll();
            }
            try {
                worker.join(5_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Nothing is executed until it is let go, or stepped. */
    void hold() {
        synchronized (gate) {
            held = true;
            steps = 0;
        }
    }

    void release() {
        synchronized (gate) {
            held = false;
            gate.notifyAll();
        }
    }

    void step() {
        synchronized (gate) {
            steps++;
            gate.notifyAll();
        }
    }

    private void pass(long epoch) throws Signals.Interrupted {
        synchronized (gate) {
            while (held && steps == 0 && !state.isInterrupted(epoch)) {
                try {
                    // An interrupt of the prompt does not come through this lock.
                    gate.wait(20);
                } catch (InterruptedException restarted) {
                    throw new Signals.Gone();
                }
            }
            steps = Math.max(0, steps - 1);
        }
        if (state.isInterrupted(epoch)) {
            throw new Signals.Interrupted();
        }
    }

    /** How many prompts it has run, and how long that took. */
    long executed() {
        return executed.get();
    }

    Duration executionTime() {
        return Duration.ofNanos(executionNanos.get());
    }

    private void loop(long epoch) {
        try {
            while (true) {
                Prompt prompt = state.takeNext(epoch);
                long began = System.nanoTime();
                sockets.sendStatus();
                new Run(epoch, prompt).go(began);
                if (state.takeFreeing()) {
                    cache = newCache();
                }
            }
        } catch (Signals.Gone | InterruptedException restarted) {
            // Another thread works for the state that is there now.
        }
    }

    private final class Run {

        private final long epoch;
        private final Prompt prompt;
        private final @Nullable String client;
        private final ArrayNode messages = Json.array();
        private final ObjectNode outputs = Json.object();
        private final ObjectNode meta = Json.object();
        private final Map<String, String> signatures = new LinkedHashMap<>();
        private final Map<String, NodeType.Result> results = new LinkedHashMap<>();
        private final Set<String> done = new LinkedHashSet<>();
        private final @Nullable OnPrompt fault;

        Run(long epoch, Prompt prompt) {
            this.epoch = epoch;
            this.prompt = prompt;
            this.client = prompt.clientId();
            this.fault = faults.takePrompt().orElse(null);
        }

        void go(long began) throws InterruptedException {
            tell("execution_start", Json.object());
            String status = "success";
            try {
                execute();
                if (fault == OnPrompt.CYCLE) {
                    tell("execution_error", error("1", CYCLE, "Dependency cycle detected\n"));
                } else {
                    tell("execution_success", Json.object());
                }
            } catch (Failed failed) {
                // A circle that only the run finds is an error beside which the node still speaks of success.
                status = failed.details.path("exception_type").asString().equals(CYCLE) ? "success" : "error";
                tell("execution_error", failed.details);
            } catch (Signals.Interrupted interrupted) {
                status = "error";
                ObjectNode details = Json.object();
                details.put("node_id", lastNode()).put("node_type", "?");
                details.set("executed", Json.strings(done));
                tell("execution_interrupted", details);
            }
            executed.incrementAndGet();
            executionNanos.addAndGet(System.nanoTime() - began);
            Duration late = faults.historyDelay();
            if (!late.isZero()) {
                Thread.sleep(late.toMillis());
            }
            state.finish(epoch, prompt, fault == OnPrompt.TRIMMED ? null : entry(status));
            sockets.sendStatus();
            ObjectNode over = Json.object();
            over.putNull("node");
            over.put("prompt_id", prompt.id());
            sockets.send(client, "executing", over);
        }

        private String lastNode() {
            return prompt.outputs().get(0);
        }

        private ObjectNode entry(String status) {
            ObjectNode entry = Json.object();
            entry.set("prompt", prompt.item(faults.hasExtraElements()));
            entry.set("outputs", outputs);
            entry.set("meta", meta);
            if (fault == OnPrompt.STATUS_NULL) {
                entry.putNull("status");
            } else {
                ObjectNode state = entry.putObject("status");
                state.put("status_str", status).put("completed", status.equals("success"));
                state.set("messages", messages);
            }
            return entry;
        }

        /** To the client, and into the history. */
        private void tell(String type, ObjectNode data) {
            data.put("prompt_id", prompt.id());
            data.put("timestamp", clock.millis());
            ArrayNode pair = messages.addArray();
            pair.add(type);
            pair.add(data);
            sockets.send(client, type, data);
        }

        private void execute() throws Failed, Signals.Interrupted {
            List<String> order = new ArrayList<>();
            for (String output : prompt.outputs()) {
                arrange(output, order, new LinkedHashSet<>());
            }
            order.forEach(this::sign);
            List<String> cached = order.stream()
                    .filter(id -> cache.containsKey(signatures.get(id)))
                    .toList();
            ObjectNode known = Json.object();
            known.set("nodes", Json.strings(cached));
            tell("execution_cached", known);
            for (String id : order) {
                pass(epoch);
                NodeType.Result before = cache.get(signatures.get(id));
                NodeType.Result result = before == null ? work(id) : before;
                results.put(id, result);
                cache.put(signatures.get(id), result);
                done.add(id);
                note(id, result, before != null);
            }
        }

        private void arrange(String id, List<String> order, Set<String> waiting) throws Failed {
            if (order.contains(id)) {
                return;
            }
            if (!waiting.add(id)) {
                throw new Failed(error(id, CYCLE, "Dependency cycle detected\n"));
            }
            for (JsonNode value : inputs(id).values()) {
                if (value.isArray()) {
                    arrange(value.get(0).asString(), order, waiting);
                }
            }
            waiting.remove(id);
            order.add(id);
        }

        private Map<String, JsonNode> inputs(String id) {
            Map<String, JsonNode> inputs = new LinkedHashMap<>();
            prompt.graph()
                    .path(id)
                    .path("inputs")
                    .properties()
                    .forEach(input -> inputs.put(input.getKey(), input.getValue()));
            return inputs;
        }

        /** Class, values and ancestors; of a file what is in it. */
        private void sign(String id) {
            StringBuilder signature = new StringBuilder(type(id).name());
            inputs(id).forEach((name, value) -> {
                signature.append('|').append(name).append('=');
                if (value.isArray()) {
                    signature
                            .append('(')
                            .append(signatures.get(value.get(0).asString()))
                            .append(')');
                    signature.append(value.get(1));
                } else {
                    signature.append(value);
                }
            });
            if (type(id).name().equals("LoadImage")) {
                folders.annotated(inputs(id).get("image").asString(""))
                        .filter(Files::isRegularFile)
                        .ifPresent(file -> signature.append('#').append(Folders.hash(file)));
            }
            signatures.put(id, signature.toString());
        }

        private NodeType type(String id) {
            return types.find(prompt.graph().path(id).path("class_type").asString(""))
                    .orElseThrow();
        }

        private NodeType.Result work(String id) throws Failed, Signals.Interrupted {
            tellProgress(id, 0, 1);
            ObjectNode executing = Json.object();
            executing.put("node", id).put("display_node", id).put("prompt_id", prompt.id());
            sockets.send(client, "executing", executing);
            fail(id);
            try {
                NodeType.Result result = type(id).work().run(context(id), values(id));
                tellProgress(id, 1, 1);
                return result;
            } catch (NodeFailure failure) {
                throw new Failed(error(id, failure.type(), failure.getMessage() + "\n"));
            } catch (UncheckedIOException failure) {
                throw new Failed(error(id, "OSError", failure.getMessage() + "\n"));
            }
        }

        private void fail(String id) throws Failed {
            if (fault == OnPrompt.OUT_OF_MEMORY) {
                throw new Failed(
                        error(
                                id,
                                "torch.cuda.OutOfMemoryError",
                                "Allocation on device \nThis error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have accidentally set the batch_size to a large number."));
            }
            if (fault == OnPrompt.HUGE_TRACEBACK) {
                ObjectNode error = error(id, "ValueError", "too large for this machine\n");
                ArrayNode lines = (ArrayNode) error.get("traceback");
                for (int line = 0; line < 2_000; line++) {
                    lines.add("  File \"/opt/comfyui/nodes.py\", line " + line + ", in run\n" + " ".repeat(60));
                }
                ArrayNode values = ((ObjectNode) error.get("current_inputs")).putArray("scale_by");
                values.add(Double.NaN);
                values.add(Double.POSITIVE_INFINITY);
                throw new Failed(error);
            }
            if (fault == OnPrompt.BLOCKED_BRANCH && done.isEmpty()) {
                ObjectNode blocked = error(id, "ExecutionBlocked", "Execution Blocked: on purpose");
                blocked.put("prompt_id", prompt.id());
                sockets.send(client, "execution_error", blocked);
            }
        }

        private Map<String, Object> values(String id) {
            Map<String, Object> values = new LinkedHashMap<>();
            inputs(id).forEach((name, value) -> {
                JsonNode literal = value.isObject() && value.has("__value__") ? value.get("__value__") : value;
                values.put(
                        name,
                        value.isArray()
                                ? results.get(value.get(0).asString())
                                        .slots()
                                        .get(value.get(1).asInt())
                                : literal.asString(literal.toString()));
            });
            return values;
        }

        private NodeType.Context context(String id) {
            return new NodeType.Context() {

                @Override
                public Folders folders() {
                    return folders;
                }

                @Override
                public String prompt() {
                    return prompt.graph().toString();
                }

                @Override
                public void progress(int value, int max) throws Signals.Interrupted {
                    if (state.isInterrupted(epoch)) {
                        throw new Signals.Interrupted();
                    }
                    ObjectNode progress = Json.object();
                    progress.put("value", value)
                            .put("max", max)
                            .put("prompt_id", prompt.id())
                            .put("node", id);
                    sockets.send(client, "progress", progress);
                    sockets.sendBinary(client, id);
                    tellProgress(id, value, max);
                }
            };
        }

        private void tellProgress(String id, int value, int max) {
            if (!release.since(0, 3, 45)) {
                return;
            }
            ObjectNode progress = Json.object();
            progress.put("prompt_id", prompt.id());
            ObjectNode nodes = progress.putObject("nodes");
            nodes.putObject(id)
                    .put("value", value)
                    .put("max", max)
                    .put("state", value == max ? "finished" : "running")
                    .put("node_id", id)
                    .put("prompt_id", prompt.id())
                    .put("display_node_id", id)
                    .putNull("parent_node_id")
                    .put("real_node_id", id);
            sockets.send(client, "progress_state", progress);
        }

        /** What an output node shows; of one that was not run, only to whom the release in question does not forget. */
        private void note(String id, NodeType.Result result, boolean cached) {
            if (result.ui() == null) {
                return;
            }
            boolean forgotten = cached && client == null && release.since(0, 3, 68) && !release.since(0, 28);
            ObjectNode shown = spoiled(result.ui().deepCopy());
            ObjectNode executed = Json.object();
            executed.put("node", id).put("display_node", id).put("prompt_id", prompt.id());
            if (fault == OnPrompt.OUTPUT_NULL) {
                executed.putNull("output");
            } else {
                executed.set("output", shown);
            }
            sockets.send(client, "executed", executed);
            if (!forgotten) {
                outputs.set(id, shown);
                meta.putObject(id)
                        .put("node_id", id)
                        .put("display_node", id)
                        .putNull("parent_node")
                        .put("real_node_id", id);
            }
        }

        private ObjectNode spoiled(ObjectNode ui) {
            if (fault == null || !(ui.path("images") instanceof ArrayNode images) || images.isEmpty()) {
                return ui;
            }
            ObjectNode first = (ObjectNode) images.get(0);
            switch (fault) {
                case FILE_MISSING -> delete(fileOf(first));
                case FILE_EMPTY -> write(fileOf(first), new byte[0]);
                case FILE_TRUNCATED -> {
                    byte[] whole = read(fileOf(first));
                    write(fileOf(first), Arrays.copyOf(whole, whole.length - 20));
                }
                case TEMPORARY -> first.put("type", "temp");
                case ONLY_TEXT -> {
                    ui.removeAll();
                    ui.putArray("text").add("nothing but words");
                }
                case GIFS -> {
                    ui.removeAll();
                    first.put("format", "image/gif").put("frame_rate", 8.0).putNull("workflow");
                    ui.putArray("gifs").add(first);
                    ui.putArray("animated").add(true);
                    ui.putArray("result").addNull().add(17).add("x.glb");
                }
                case TWO_FILES -> images.add(first.deepCopy());
                default -> {
                    // told otherwise
                }
            }
            return ui;
        }

        private Path fileOf(ObjectNode image) {
            return folders.of(image.path("type").asString())
                    .resolve(image.path("subfolder").asString())
                    .resolve(image.path("filename").asString());
        }

        private ObjectNode error(String id, String type, String message) {
            ObjectNode error = Json.object();
            error.put("node_id", id)
                    .put("node_type", prompt.graph().path(id).path("class_type").asString("?"));
            error.set("executed", Json.strings(done));
            error.put("exception_message", message).put("exception_type", type);
            error.putArray("traceback").add("  File \"/opt/comfyui/execution.py\", line 510, in execute\n");
            error.putObject("current_inputs");
            error.set("current_outputs", Json.strings(done));
            return error;
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Failed extends Exception {

        private final transient ObjectNode details;

        Failed(ObjectNode details) {
            super(null, null, false, false);
            this.details = details;
        }
    }
}
