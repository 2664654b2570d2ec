package com.podi.comfydouble;

import com.podi.comfydouble.Faults.Rule;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What is answered to what. */
final class Routes {

    private static final String API = "/api";

    private final NodeState state;
    private final NodeTypes types;
    private final Catalogue catalogue;
    private final Folders folders;
    private final View view;
    private final Sockets sockets;
    private final Faults faults;
    private final Release release;
    private final Clock clock;
    private final long largestBody;

    Routes(
            NodeState state,
            NodeTypes types,
            Folders folders,
            Sockets sockets,
            Faults faults,
            Release release,
            Clock clock,
            long largestBody) {
        this.state = state;
        this.types = types;
        this.catalogue = new Catalogue(types, release);
        this.folders = folders;
        this.view = new View(folders, release);
        this.sockets = sockets;
        this.faults = faults;
        this.release = release;
        this.clock = clock;
        this.largestBody = largestBody;
    }

    /** @param path with {@code /api}, if it came so */
    record Place(String path, boolean underApi) {

        static Place of(String uri) {
            String path = new QueryStringDecoder(uri).path();
            return path.startsWith(API + "/") ? new Place(path.substring(API.length()), true) : new Place(path, false);
        }
    }

    Optional<Rule> fault(FullHttpRequest request) {
        return faults.take(request.method().name(), Place.of(request.uri()).path());
    }

    /** An answer that keeps everybody out, whatever was asked for. */
    Optional<Answer> keptOut(FullHttpRequest request) {
        Map.Entry<String, String> required = faults.requiredHeader();
        if (required != null && !required.getValue().equals(request.headers().get(required.getKey()))) {
            return Optional.of(new Answer(
                    401,
                    "text/html",
                    "<html>Log in</html>".getBytes(StandardCharsets.UTF_8),
                    Map.of("WWW-Authenticate", "Basic")));
        }
        String origin = request.headers().get("Origin");
        String site = request.headers().get("Sec-Fetch-Site");
        boolean foreign = origin != null && !origin.contains("127.0.0.1") && !origin.contains("localhost")
                || release.since(0, 19) && "cross-site".equals(site)
                || faults.refusesOrigins() && (origin != null || site != null);
        return foreign ? Optional.of(Answer.empty(403)) : Optional.empty();
    }

    Answer answer(FullHttpRequest request) {
        try {
            Place place = Place.of(request.uri());
            if (request.content().readableBytes() > largestBody) {
                return Answer.tooLarge(largestBody, request.content().readableBytes());
            }
            Map<String, String> query = new HashMap<>();
            new QueryStringDecoder(request.uri())
                    .parameters()
                    .forEach((name, values) -> query.put(name, values.get(0)));
            return switch (request.method().name()) {
                case "GET", "HEAD" -> get(place, query, request.headers().get("Range"));
                case "POST" -> post(place, request);
                default -> Answer.notAllowed();
            };
        } catch (JacksonException | IOException | IllegalArgumentException broken) {
            return Answer.trouble();
        }
    }

    private Answer get(Place place, Map<String, String> query, @Nullable String range) throws IOException {
        String path = place.path();
        if (path.startsWith("/jobs") && place.underApi() && release.since(0, 6)) {
            return job(path.substring("/jobs".length()));
        }
        if (path.startsWith("/object_info/")) {
            return Answer.json(catalogue.one(path.substring("/object_info/".length())));
        }
        if (path.startsWith("/models/")) {
            return catalogue.models(path.substring("/models/".length()));
        }
        if (path.startsWith("/experiment/models/")) {
            return catalogue.modelsWithSizes(path.substring("/experiment/models/".length()));
        }
        if (path.startsWith("/history/")) {
            String id = path.substring("/history/".length());
            return Answer.json(state.history(id::equals, null, -1));
        }
        return switch (path) {
            case "/prompt" -> {
                ObjectNode info = Json.object();
                info.putObject("exec_info").put("queue_remaining", state.remaining());
                yield Answer.json(info);
            }
            case "/queue" -> Answer.json(state.queue(faults.hasExtraElements()));
            case "/history" ->
                Answer.json(state.history(
                        id -> true,
                        query.containsKey("max_items") ? Integer.valueOf(query.get("max_items")) : null,
                        query.containsKey("offset") ? Integer.parseInt(query.get("offset")) : -1));
            case "/view" -> view.of(query, range);
            case "/object_info" -> Answer.json(catalogue.all());
            case "/models" -> Answer.json(catalogue.folders());
            case "/embeddings" -> Answer.json(Json.strings(List.of("EasyNegative")));
            case "/system_stats" -> Answer.json(catalogue.systemStats());
            case "/features" -> release.since(0, 3, 45) ? Answer.json(features()) : Answer.notFound();
            default -> Answer.notFound();
        };
    }

    private ObjectNode features() {
        ObjectNode features = Json.object();
        features.put("supports_preview_metadata", true).put("max_upload_size", largestBody);
        return features;
    }

    private Answer job(String path) {
        if (path.isEmpty() || path.equals("/")) {
            ObjectNode list = Json.object();
            list.putArray("jobs");
            list.putObject("pagination").put("offset", 0).put("total", 0).put("has_more", false);
            return Answer.json(list);
        }
        String id = path.substring(1);
        Optional<NodeState.Whereabouts> found = state.find(id);
        if (found.isEmpty()) {
            ObjectNode unknown = Json.object();
            unknown.put("error", "Job not found");
            return Answer.json(404, unknown);
        }
        ObjectNode job = Json.object();
        job.put("id", id).put("status", status(found.get()));
        found.get().entry().ifPresent(entry -> job.set("outputs", entry.path("outputs")));
        return Answer.json(job);
    }

    private String status(NodeState.Whereabouts found) {
        if (found.entry().isEmpty()) {
            return found.status();
        }
        ArrayNode messages = (ArrayNode) found.entry().get().at("/status/messages");
        String last = messages.get(messages.size() - 1).get(0).asString();
        return switch (last) {
            case "execution_success" -> "completed";
            case "execution_interrupted" -> release.since(0, 9) ? "cancelled" : "failed";
            default -> "failed";
        };
    }

    private Answer post(Place place, FullHttpRequest request) throws IOException {
        String path = place.path();
        if (path.startsWith("/jobs/") && place.underApi() && release.since(0, 26)) {
            return cancel(path, request);
        }
        return switch (path) {
            case "/prompt" -> submit(body(request));
            case "/queue" -> changeQueue(body(request));
            case "/interrupt" -> interrupt(request);
            case "/free" -> {
                body(request);
                state.free();
                yield Answer.empty(200);
            }
            case "/history" -> changeHistory(body(request));
            case "/upload/image" -> Upload.read(request).store(folders, faults.renamesUploads());
            case "/upload/mask" -> Upload.read(request).storeMask(folders);
            default -> Answer.notAllowed();
        };
    }

    private static JsonNode body(FullHttpRequest request) {
        JsonNode body = Json.MAPPER.readTree(request.content().toString(StandardCharsets.UTF_8));
        if (!body.isObject()) {
            throw new IllegalArgumentException("no object");
        }
        return body;
    }

    private Answer submit(JsonNode body) {
        JsonNode graph = body.path("prompt");
        if (!(graph instanceof ObjectNode nodes)) {
            return refused(GraphCheck.error("no_prompt", "No prompt provided", "No prompt provided"));
        }
        if (graph.path("nodes").isArray()) {
            // The editor's format: older nodes look for classes in it, newer ones stumble.
            return release.since(0, 8)
                    ? Answer.trouble()
                    : refused(GraphCheck.error(
                            "invalid_prompt",
                            "Cannot execute because a node is missing the class_type property.",
                            "Node ID '#id'"));
        }
        JsonNode wanted = body.path("prompt_id");
        boolean named = release.since(0, 3, 45) && !wanted.isMissingNode() && !wanted.isNull();
        if (named && release.since(0, 25) && !isCanonical(wanted)) {
            return refused(GraphCheck.error("invalid_prompt_id", "prompt_id must be a valid UUID", ""));
        }
        GraphCheck.Verdict verdict = GraphCheck.of(nodes, targets(body), types, folders, release);
        if (verdict.refusal() != null) {
            return Answer.json(400, verdict.refusal());
        }
        double number = body.path("number").isNumber()
                ? body.path("number").doubleValue()
                : state.nextNumber(body.path("front").asBoolean(false));
        String id = named ? wanted.asString() : NodeState.mint();
        boolean twin = state.add(number, id, nodes, extraData(body), verdict.outputs());
        sockets.sendStatus();
        if (twin) {
            return Answer.trouble();
        }
        ObjectNode answer = Json.object();
        answer.put("prompt_id", id);
        if (number == Math.rint(number)) {
            answer.put("number", (long) number);
        } else {
            answer.put("number", number);
        }
        answer.set("node_errors", verdict.nodeErrors());
        return Answer.json(answer);
    }

    private Optional<List<String>> targets(JsonNode body) {
        JsonNode targets = body.path("partial_execution_targets");
        if (!release.since(0, 3, 48) || !targets.isArray()) {
            return Optional.empty();
        }
        return Optional.of(
                targets.valueStream().map(target -> target.asString("")).toList());
    }

    private ObjectNode extraData(JsonNode body) {
        ObjectNode extra = body.path("extra_data") instanceof ObjectNode given ? given.deepCopy() : Json.object();
        if (body.has("client_id")) {
            extra.set("client_id", body.get("client_id"));
        }
        if (release.since(0, 3, 69)) {
            extra.put("create_time", clock.millis());
        }
        return extra;
    }

    private static boolean isCanonical(JsonNode id) {
        try {
            return id.isString() && UUID.fromString(id.stringValue()).toString().equals(id.stringValue());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Answer refused(ObjectNode error) {
        ObjectNode refusal = Json.object();
        refusal.set("error", error);
        refusal.putObject("node_errors");
        return Answer.json(400, refusal);
    }

    private Answer changeQueue(JsonNode body) {
        if (body.path("clear").asBoolean(false)) {
            state.clearPending();
        }
        body.path("delete").forEach(id -> state.delete(id.asString("")));
        sockets.sendStatus();
        return Answer.empty(200);
    }

    private Answer changeHistory(JsonNode body) {
        if (body.path("clear").asBoolean(false)) {
            state.clearHistory();
        }
        body.path("delete").forEach(id -> state.forget(id.asString("")));
        return Answer.empty(200);
    }

    /** Nodes that do not know the id yet hit whatever runs. */
    private Answer interrupt(FullHttpRequest request) {
        String id = null;
        if (request.content().isReadable() && release.since(0, 3, 57)) {
            id = body(request).path("prompt_id").asString(null);
        }
        state.interrupt(id);
        return Answer.empty(200);
    }

    private Answer cancel(String path, FullHttpRequest request) {
        List<String> ids = path.equals("/jobs/cancel")
                ? body(request)
                        .path("job_ids")
                        .valueStream()
                        .map(id -> id.asString(""))
                        .toList()
                : path.endsWith("/cancel")
                        ? List.of(path.substring("/jobs/".length(), path.length() - "/cancel".length()))
                        : List.of();
        if (ids.isEmpty()) {
            return Answer.notAllowed();
        }
        boolean any = false;
        for (String id : ids) {
            any |= state.delete(id) || state.interrupt(id);
        }
        ObjectNode answer = Json.object();
        answer.put("cancelled", any);
        return Answer.json(answer);
    }
}
