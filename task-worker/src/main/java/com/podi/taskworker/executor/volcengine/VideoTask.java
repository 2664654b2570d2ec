package com.podi.taskworker.executor.volcengine;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Usage;
import com.podi.taskworker.executor.cloud.Addresses;
import com.podi.taskworker.executor.cloud.Conversation;
import com.podi.taskworker.executor.cloud.Inputs;
import com.podi.taskworker.executor.cloud.Job;
import com.podi.taskworker.executor.cloud.Payload;
import com.podi.taskworker.executor.cloud.Pictures;
import com.podi.taskworker.executor.cloud.ProviderFailure;
import com.podi.taskworker.executor.cloud.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A video that Ark makes by and by. */
final class VideoTask implements Job {

    private static final String PROMPT = "prompt";
    private static final Set<String> ROLES = Set.of("first_frame", "last_frame", "reference_image");

    private final JsonMapper json;
    private final Execution execution;
    private final URI address;
    private final Duration patience;

    VideoTask(JsonMapper json, Execution execution, URI address, Duration patience) {
        this.json = json;
        this.execution = execution;
        this.address = address;
        this.patience = patience;
    }

    @Override
    public String begin(Conversation with) throws ProviderFailure, ExecutionFailedException, InterruptedException {
        return with.begin(address, payload(), patience).path("id").asString("");
    }

    private Payload payload() throws ExecutionFailedException {
        Pictures pictures = new Pictures();
        ObjectNode body = json.createObjectNode().put("model", Addresses.model(execution));
        ArrayNode content = body.putArray("content");
        Map<String, JsonNode> inputs = Inputs.of(execution);
        if (inputs.containsKey(PROMPT)) {
            content.addObject()
                    .put("type", "text")
                    .put("text", inputs.get(PROMPT).asString());
        }
        for (Picture picture : execution.pictures()) {
            add(content, picture.name(), pictures.dataUri(picture));
        }
        inputs.forEach((name, value) -> {
            if (ROLES.contains(name)) {
                add(content, name, value.asString());
            } else if (!name.equals(PROMPT)) {
                body.set(name, value);
            }
        });
        return Payload.json(body, pictures);
    }

    private static void add(ArrayNode content, String name, String address) {
        ObjectNode part = content.addObject().put("type", "image_url");
        part.putObject("image_url").put("url", address);
        if (ROLES.contains(name)) {
            part.put("role", name);
        }
    }

    @Override
    public State look(Conversation with, String job) throws ProviderFailure, InterruptedException {
        JsonNode task = with.look(of(address, job), patience);
        return switch (task.path("status").asString("")) {
            case "queued", "running" -> State.GOES_ON;
            case "succeeded" -> done(task);
            case "failed" ->
                State.failed(
                        ArkDialect.of(task.at("/error/code").asString("")).orElse(Trouble.PROVIDER),
                        task.at("/error/message").asString(""));
            case "cancelled", "expired" -> State.failed(Trouble.PROVIDER, "was canceled there");
            default -> throw new ProviderFailure(Trouble.PROVIDER, "nobody can read its status");
        };
    }

    private static State done(JsonNode task) {
        String url = task.at("/content/video_url").asString("");
        if (url.isEmpty()) {
            return State.failed(Trouble.PROVIDER, "succeeded without a video");
        }
        Double seconds =
                task.path("duration").isNumber() ? task.path("duration").doubleValue() : null;
        return State.done(new ExecutionResult(
                List.of(Output.video(new Output.AtUrl(url))),
                new Usage(task.path("model").asString(""), null, seconds)));
    }

    static URI of(URI tasks, String job) {
        return URI.create(tasks + "/" + Addresses.escaped(job));
    }
}
