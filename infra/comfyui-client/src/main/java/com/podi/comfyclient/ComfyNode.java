package com.podi.comfyclient;

import com.podi.comfyclient.NodeException.Kind;
import com.podi.starter.http.TrustedHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A ComfyUI node. */
public final class ComfyNode {

    private static final Logger log = LoggerFactory.getLogger(ComfyNode.class);

    private static final String FOLDER = "podi";
    /** Where a node that chooses prompt ids itself is told ours. */
    private static final String OUR_ID = "podi_attempt";

    private static final int NAME_LENGTH = 40;
    private static final int RECENT = 64;
    private static final int LONGEST_MESSAGE = 500;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};
    private static final int PNG_END = 12;

    private final NodeAddress address;
    private final NodeHttp http;
    private final NodeSocket socket;
    private final String clientId;
    private final Settings settings;

    ComfyNode(NodeAddress address, TrustedHttp trusted, NodeSocket socket, String clientId, Settings settings) {
        this.address = address;
        this.http = new NodeHttp(trusted, address);
        this.socket = socket;
        this.clientId = clientId;
        this.settings = settings;
    }

    /** Asked once, and again after the connection was lost: who comes back may have been replaced. */
    public NodeVersion version() throws NodeException {
        NodeVersion known = socket.version();
        if (known == null) {
            known = NodeVersion.of(
                    systemStats().path("system").path("comfyui_version").asString("unknown"));
            socket.remember(known);
        }
        return known;
    }

    /**
     * Has the node store a picture.
     *
     * @param ending of its name, without the dot
     * @return what a node of the graph has to be told to load it
     */
    public String upload(Path picture, String ending) throws NodeException {
        String name = "%s.%s".formatted(fingerprint(picture).substring(0, NAME_LENGTH), ending);
        JsonNode stored = http.upload(FOLDER, name, picture, settings.transfer());
        String storedName = stored.path("name").asString("");
        String folder = stored.path("subfolder").asString("");
        if (storedName.isEmpty()) {
            throw new NodeException(Kind.UNAVAILABLE, "the upload was not answered with a name");
        }
        return folder.isEmpty() ? storedName : folder + "/" + storedName;
    }

    /**
     * A prompt on this node.
     *
     * @param promptId a UUID of its own for every attempt
     * @param progress hears percentages, each larger than the one before
     */
    public PromptRun run(String promptId, IntConsumer progress) throws InterruptedException {
        return new PromptRun(this, socket, settings, promptId, progress);
    }

    String submit(JsonNode graph, String promptId) throws NodeException, InterruptedException {
        ObjectNode body = NodeJson.MAPPER.createObjectNode();
        body.set("prompt", graph);
        body.put("client_id", clientId).put("prompt_id", promptId);
        body.putObject("extra_data").put(OUR_ID, promptId);
        for (int attempt = 1; ; attempt++) {
            try {
                return accepted(http.post("/prompt", body, settings.answer()), promptId);
            } catch (NodeException unanswered) {
                if (unanswered.kind() != Kind.UNAVAILABLE) {
                    throw unanswered;
                }
                Optional<Found> found = findTwice(promptId, unanswered);
                if (found.isPresent()) {
                    log.info("submit not answered, but taken: node={} prompt={}", address, promptId);
                    return found.get().promptId();
                }
                if (attempt > 1) {
                    throw unanswered;
                }
            }
        }
    }

    /** Without an answer nobody knows whether it was taken; and what is on its way may arrive after the first look. */
    private Optional<Found> findTwice(String promptId, NodeException unanswered)
            throws NodeException, InterruptedException {
        try {
            Optional<Found> first = find(promptId);
            if (first.isPresent()) {
                return first;
            }
            TimeUnit.NANOSECONDS.sleep(settings.lostAfter().toNanos() / 2);
            return find(promptId);
        } catch (NodeException away) {
            unanswered.addSuppressed(away);
            throw unanswered;
        }
    }

    /** A node says 200 although it leaves out the branches it does not like. */
    private String accepted(NodeHttp.Answer answer, String promptId) throws NodeException {
        JsonNode json = answer.json().orElseGet(NodeJson.MAPPER::missingNode);
        if (answer.status() == 400 && json.has("error")) {
            throw refusal(json);
        }
        if (!answer.isGood() || !json.path("prompt_id").isString()) {
            throw NodeHttp.unwanted(answer.status(), "/prompt");
        }
        String id = json.path("prompt_id").stringValue();
        if (!json.path("node_errors").isEmpty()) {
            throw cancelled(id, refusal(json));
        }
        return id;
    }

    /** Refused it is also where the node cannot be told: what it makes of the rest nobody fetches. */
    private NodeException cancelled(String promptId, NodeException refusal) {
        try {
            cancel(promptId);
        } catch (NodeException away) {
            log.warn("not canceled: node={} prompt={} because={}", address, promptId, away.getMessage());
        }
        return refusal;
    }

    private static NodeException refusal(JsonNode answer) {
        JsonNode error = answer.path("error");
        List<String> sentences = new ArrayList<>();
        if (error.has("type")) {
            sentences.add(error.path("message").asString("") + " "
                    + error.path("details").asString(""));
        }
        Kind kind =
                switch (error.path("type").asString("")) {
                    case "missing_node_type", "invalid_prompt" -> Kind.CLASS_MISSING;
                    default -> Kind.INVALID_WORKFLOW;
                };
        for (var node : answer.path("node_errors").properties()) {
            for (JsonNode problem : node.getValue().path("errors")) {
                sentences.add("node %s (%s): %s: %s"
                        .formatted(
                                node.getKey(),
                                node.getValue().path("class_type").asString(""),
                                problem.path("message").asString(""),
                                problem.path("details").asString("")));
                if (isModelMissing(problem)) {
                    kind = Kind.MODEL_MISSING;
                }
            }
        }
        String message = String.join("; ", sentences);
        return new NodeException(
                kind, message.length() > LONGEST_MESSAGE ? message.substring(0, LONGEST_MESSAGE) : message);
    }

    /** Models are chosen by the names of their files. */
    private static boolean isModelMissing(JsonNode problem) {
        return problem.path("type").asString("").equals("value_not_in_list")
                && problem.at("/extra_info/received_value")
                        .asString("")
                        .matches("(?i).+\\.(safetensors|sft|ckpt|pt|pth|bin|gguf|onnx)");
    }

    enum Place {
        PENDING,
        RUNNING,
        NOWHERE
    }

    /** @param place where it is if it has not ended */
    record Look(Place place, Optional<Outcome> outcome) {}

    /** In the order in which nothing slips through between two questions: what leaves the queue is in the history by then. */
    Look look(String promptId) throws NodeException {
        Optional<Outcome> ended = ended(promptId);
        if (ended.isPresent()) {
            return new Look(Place.NOWHERE, ended);
        }
        JsonNode queue = http.get("/queue", settings.answer());
        if (inQueue(queue.path("queue_running"), promptId).isPresent()) {
            return new Look(Place.RUNNING, Optional.empty());
        }
        if (inQueue(queue.path("queue_pending"), promptId).isPresent()) {
            return new Look(Place.PENDING, Optional.empty());
        }
        return new Look(Place.NOWHERE, ended(promptId));
    }

    private Optional<Outcome> ended(String promptId) throws NodeException {
        JsonNode history = http.get("/history/" + NodeHttp.encoded(promptId), settings.answer());
        if (!history.isObject()) {
            throw NodeHttp.unwanted(200, "/history");
        }
        return Optional.ofNullable(history.get(promptId)).map(History::read);
    }

    private static Optional<JsonNode> inQueue(JsonNode items, String promptId) {
        return StreamSupport.stream(items.spliterator(), false)
                .filter(item -> isOurs(item, promptId))
                .findFirst();
    }

    private static boolean isOurs(JsonNode item, String promptId) {
        return item.path(1).asString("").equals(promptId)
                || item.path(3).path(OUR_ID).asString("").equals(promptId);
    }

    /** @param nodes of its graph */
    record Found(String promptId, int nodes) {}

    /** A prompt under our id, or under the one that the node has given it. */
    Optional<Found> find(String promptId) throws NodeException {
        Optional<Found> ended = endedUnder(promptId);
        if (ended.isPresent()) {
            return ended;
        }
        JsonNode queue = http.get("/queue", settings.answer());
        Optional<JsonNode> item =
                inQueue(queue.path("queue_running"), promptId).or(() -> inQueue(queue.path("queue_pending"), promptId));
        return item.isPresent() ? item.map(ComfyNode::found) : endedUnder(promptId);
    }

    private Optional<Found> endedUnder(String promptId) throws NodeException {
        String question =
                version().since(NodeVersion.OWN_PROMPT_ID) ? "/" + NodeHttp.encoded(promptId) : "?max_items=" + RECENT;
        JsonNode history = http.get("/history" + question, settings.answer());
        for (JsonNode entry : history) {
            if (isOurs(entry.path("prompt"), promptId)) {
                return Optional.of(found(entry.path("prompt")));
            }
        }
        return history.has(promptId) ? Optional.of(new Found(promptId, 1)) : Optional.empty();
    }

    private static Found found(JsonNode item) {
        return new Found(item.path(1).asString(""), item.path(2).size());
    }

    /**
     * Whatever has become of it: it does not run when this has worked, and nobody else's was touched.
     *
     * @param ourId under which it was submitted
     */
    public void cancel(String ourId) throws NodeException {
        Optional<String> known = version().since(NodeVersion.OWN_PROMPT_ID)
                ? Optional.of(ourId)
                : find(ourId).map(Found::promptId);
        if (known.isPresent()) {
            stop(known.get());
        }
    }

    private void stop(String promptId) throws NodeException {
        if (version().since(NodeVersion.CANCEL_JOB)) {
            NodeHttp.Answer answer = http.post(
                    "/api/jobs/" + NodeHttp.encoded(promptId) + "/cancel",
                    NodeJson.MAPPER.createObjectNode(),
                    settings.answer());
            if (!answer.isUnknownRoute()) {
                done(answer, "/api/jobs/cancel");
                return;
            }
        }
        ObjectNode delete = NodeJson.MAPPER.createObjectNode();
        delete.putArray("delete").add(promptId);
        done(http.post("/queue", delete, settings.answer()), "/queue");
        // Without an id that it understands a node interrupts whatever runs.
        if (look(promptId).place() == Place.RUNNING) {
            ObjectNode interrupt = NodeJson.MAPPER.createObjectNode().put("prompt_id", promptId);
            done(http.post("/interrupt", interrupt, settings.answer()), "/interrupt");
        }
    }

    private static void done(NodeHttp.Answer answer, String what) throws NodeException {
        if (!answer.isGood()) {
            throw NodeHttp.unwanted(answer.status(), what);
        }
    }

    /**
     * Fetches a result, all of it.
     *
     * @throws NodeException with {@link Kind#OUTPUT_MISSING} if there is nothing, or only a part
     */
    public void download(OutputFile file, Path target) throws NodeException {
        http.download(file, target, settings.transfer());
        try {
            if (!isWhole(target)) {
                throw new NodeException(Kind.OUTPUT_MISSING, "the file on the node is not whole");
            }
        } catch (IOException unreadable) {
            throw new NodeException(Kind.OUTPUT_MISSING, "the file was not stored", unreadable);
        }
    }

    /** A node that ran out of disk leaves the beginning of a picture. */
    private static boolean isWhole(Path file) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] head = new byte[PNG.length];
            if (bytes.length() == 0) {
                return false;
            }
            if (bytes.length() < PNG.length || bytes.read(head) < PNG.length || !Arrays.equals(head, PNG)) {
                return true;
            }
            byte[] end = new byte[PNG_END];
            bytes.seek(Math.max(0, bytes.length() - PNG_END));
            bytes.readFully(end, 0, (int) Math.min(PNG_END, bytes.length()));
            return new String(end, StandardCharsets.ISO_8859_1).contains("IEND");
        }
    }

    /**
     * What waits and runs.
     *
     * @param running prompts that run, one at most on every node there is today
     * @param pending those that wait, the next one first
     */
    public record Queue(List<String> running, List<String> pending) {}

    public Queue queue() throws NodeException {
        JsonNode queue = http.get("/queue", settings.answer());
        if (!queue.has("queue_running") || !queue.has("queue_pending")) {
            throw NodeHttp.unwanted(200, "/queue");
        }
        return new Queue(ids(queue.path("queue_running")), ids(queue.path("queue_pending")));
    }

    /** The node answers them as they lie in its memory. */
    private static List<String> ids(JsonNode items) {
        return StreamSupport.stream(items.spliterator(), false)
                .sorted(Comparator.comparingDouble(item -> item.path(0).asDouble(0)))
                .map(item -> item.path(1).asString(""))
                .toList();
    }

    /** How many prompts wait and run; the smallest thing a node can be asked. */
    public int remaining() throws NodeException {
        JsonNode remaining = http.get("/prompt", settings.answer()).at("/exec_info/queue_remaining");
        if (!remaining.isNumber()) {
            throw NodeHttp.unwanted(200, "/prompt");
        }
        return remaining.asInt();
    }

    /** The machine and the software on it, as the node tells it. */
    public JsonNode systemStats() throws NodeException {
        return http.getPatiently("/system_stats", settings.answer());
    }

    /** All classes of nodes with their inputs; megabytes, so whoever asks should remember. */
    public JsonNode objectInfo() throws NodeException {
        return http.getPatiently("/object_info", settings.transfer());
    }

    /** One class; empty if the node does not have it. */
    public Optional<JsonNode> objectInfo(String classType) throws NodeException {
        return Optional.ofNullable(http.getPatiently("/object_info/" + NodeHttp.encoded(classType), settings.transfer())
                .get(classType));
    }

    /** The names of the models in a folder of the node, as it spells them; empty if it has no such folder. */
    public List<String> models(String folder) throws NodeException {
        return http.getPatiently("/models", settings.transfer()).valueStream().anyMatch(name -> name.asString("")
                        .equals(folder))
                ? http.getPatiently("/models/" + NodeHttp.encoded(folder), settings.transfer())
                        .valueStream()
                        .map(name -> name.asString(""))
                        .toList()
                : List.of();
    }

    private static String fingerprint(Path file) throws NodeException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException e) {
            throw new NodeException(Kind.UNAVAILABLE, "the picture cannot be read", e);
        }
    }
}
