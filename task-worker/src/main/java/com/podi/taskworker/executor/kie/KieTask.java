package com.podi.taskworker.executor.kie;

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
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A task of KIE's. */
final class KieTask implements Job {

    private static final String OWN_DOMAIN = "kie.ai";
    private static final String UPLOAD_HOST = "https://kieai.redpandaai.co";
    private static final String UPLOAD = "/api/file-stream-upload";
    private static final String UPLOAD_FOLDER = "images/podi";
    private static final String LOOK = "/api/v1/jobs/recordInfo?taskId=";
    private static final String PICTURES = "image_urls";
    private static final Set<String> VIDEOS = Set.of("mp4", "webm", "mov");

    private final JsonMapper json;
    private final Execution execution;
    private final Duration patience;

    KieTask(JsonMapper json, Execution execution, Duration patience) {
        this.json = json;
        this.execution = execution;
        this.patience = patience;
    }

    @Override
    public String begin(Conversation with) throws ProviderFailure, ExecutionFailedException, InterruptedException {
        ObjectNode body = json.createObjectNode().put("model", Addresses.model(execution));
        ObjectNode input = body.putObject("input");
        Inputs.of(execution).forEach(input::set);
        if (!execution.pictures().isEmpty()) {
            ArrayNode urls = input.putArray(PICTURES);
            for (Picture picture : execution.pictures()) {
                urls.add(uploaded(with, picture));
            }
        }
        return with.begin(Addresses.of(execution), Payload.json(body, new Pictures()), patience)
                .at("/data/taskId")
                .asString("");
    }

    private String uploaded(Conversation with, Picture picture)
            throws ProviderFailure, ExecutionFailedException, InterruptedException {
        JsonNode config = Addresses.config(execution);
        URI address = Addresses.at(config.path("uploadUrl").asString(uploadHost(base())), UPLOAD);
        // The same name again would mean the same file.
        String name = picture.file().getFileName() + "-" + execution.attemptId() + "."
                + Payload.ending(picture.contentType());
        JsonNode answer = with.post(
                address,
                Payload.multipart(
                        Map.of("uploadPath", UPLOAD_FOLDER, "fileName", name), List.of(Map.entry("file", picture))),
                patience);
        String url = answer.at("/data/downloadUrl")
                .asString(answer.at("/data/fileUrl").asString(""));
        if (url.isEmpty()) {
            throw new ProviderFailure(Trouble.PROVIDER, "the uploaded picture has no link");
        }
        return url;
    }

    /** A key goes to KIE and to nobody else but who stands before it: he takes the pictures as well. */
    private static String uploadHost(String base) {
        URI address = URI.create(base);
        String host = String.valueOf(address.getHost()).toLowerCase(Locale.ROOT);
        return host.equals(OWN_DOMAIN) || host.endsWith("." + OWN_DOMAIN) ? UPLOAD_HOST : base;
    }

    @Override
    public State look(Conversation with, String job) throws ProviderFailure, InterruptedException {
        JsonNode task = task(with, job);
        return switch (task.path("state").asString("")) {
            case "waiting", "queuing", "generating" ->
                task.path("progress").isNumber()
                        ? State.at(task.path("progress").intValue())
                        : State.GOES_ON;
            case "success" -> done(task);
            case "fail" -> failed(task);
            default -> throw new ProviderFailure(Trouble.PROVIDER, "nobody can read its state");
        };
    }

    private JsonNode task(Conversation with, String job) throws ProviderFailure, InterruptedException {
        JsonNode answer = with.look(Addresses.at(base(), LOOK + Addresses.escaped(job)), patience);
        JsonNode task = answer.path("data");
        if (task.isNull()) {
            throw new ProviderFailure(Trouble.JOB_UNKNOWN, job);
        }
        return task;
    }

    private String base() throws ProviderFailure {
        try {
            return Addresses.base(execution);
        } catch (ExecutionFailedException impossible) {
            throw new ProviderFailure(Trouble.SETUP, "no account", null, impossible);
        }
    }

    private State done(JsonNode task) {
        JsonNode result;
        try {
            result = json.readTree(task.path("resultJson").asString(""));
        } catch (JacksonException unreadable) {
            return State.failed(Trouble.PROVIDER, "nobody can read its result");
        }
        List<Output> outputs = result.path("resultUrls")
                .valueStream()
                .map(url -> output(url.asString("")))
                .limit(execution.maxOutputs())
                .toList();
        return outputs.isEmpty()
                ? State.failed(Trouble.PROVIDER, "succeeded without a result")
                : State.done(
                        new ExecutionResult(outputs, Usage.of(task.path("model").asString(""))));
    }

    private static Output output(String url) {
        String path = url.replaceAll("[?#].*", "");
        String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        Output.Source source = new Output.AtUrl(url);
        return VIDEOS.contains(ending) ? Output.video(source) : Output.image(source);
    }

    private static State failed(JsonNode task) {
        String words = task.path("failMsg").asString("");
        int code = task.path("failCode").asInt(501);
        return State.failed(
                KieDialect.of(code == 200 ? 501 : code, words)
                        .filter(trouble -> trouble != Trouble.SETUP)
                        .orElse(Trouble.PROVIDER),
                words);
    }
}
