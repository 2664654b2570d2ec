package com.podi.taskworker.executor.http;

import com.podi.starter.http.HttpContent;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.Usage;
import com.podi.taskworker.executor.cloud.Addresses;
import com.podi.taskworker.executor.cloud.Conversation;
import com.podi.taskworker.executor.cloud.Job;
import com.podi.taskworker.executor.cloud.Payload;
import com.podi.taskworker.executor.cloud.ProviderFailure;
import com.podi.taskworker.executor.cloud.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** One call as it was declared, and the job that may come of it. */
final class DeclaredCall implements Job {

    private final JsonMapper json;
    private final Execution execution;
    private final Declaration declaration;
    private final DeclaredDialect dialect;
    private final String base;
    private final Duration handover;

    DeclaredCall(
            JsonMapper json,
            Execution execution,
            Declaration declaration,
            DeclaredDialect dialect,
            String base,
            Duration handover) {
        this.json = json;
        this.execution = execution;
        this.declaration = declaration;
        this.dialect = dialect;
        this.base = base;
        this.handover = handover;
    }

    ExecutionResult answered(Conversation with, Duration patience) throws ProviderFailure, InterruptedException {
        return result(call(with, with::say, patience));
    }

    private interface Way {
        JsonNode of(
                String method,
                URI address,
                List<Map.Entry<String, String>> headers,
                @Nullable HttpContent content,
                Duration patience)
                throws ProviderFailure, InterruptedException;
    }

    private JsonNode call(Conversation with, Way way, Duration patience) throws ProviderFailure, InterruptedException {
        Template template = new Template(json, execution, null);
        URI address = address(base, declaration, template, declaration.path(), with.key());
        return way.of(declaration.methodOrPost(), address, headers(with, template), content(template), patience);
    }

    private static URI address(String base, Declaration declaration, Template template, String path, String key) {
        String address =
                Addresses.at(base, template.text(path, Addresses::escaped)).toString();
        Declaration.KeyPlace place = declaration.sendKey();
        return URI.create(
                place == null || place.query() == null
                        ? address
                        : address + (address.contains("?") ? "&" : "?") + Addresses.escaped(place.query()) + "="
                                + Addresses.escaped(key));
    }

    private List<Map.Entry<String, String>> headers(Conversation with, Template template) {
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        declaration
                .headers()
                .forEach((name, value) -> headers.add(Map.entry(name, template.text(value, DeclaredCall::oneLine))));
        headers.addAll(dialect.headers(with.key()));
        return headers;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\p{Cntrl}", " ");
    }

    private @Nullable HttpContent content(Template template) {
        JsonNode body = declaration.body();
        if (body == null) {
            return null;
        }
        return switch (declaration.as()) {
            case JSON -> Payload.json(template.tree(body).orElseGet(json::createObjectNode), template.pictures());
            case FORM -> Payload.form(fields(template, body), template.pictures());
            case MULTIPART -> multipart(template, body);
        };
    }

    private static Map<String, String> fields(Template template, JsonNode body) {
        Map<String, String> fields = new LinkedHashMap<>();
        body.properties().forEach(field -> template.tree(field.getValue())
                .ifPresent(value -> fields.put(field.getKey(), Template.asText(value))));
        return fields;
    }

    private HttpContent multipart(Template template, JsonNode body) {
        List<Map.Entry<String, Picture>> files = new ArrayList<>();
        Map<String, String> fields = new LinkedHashMap<>();
        body.properties().forEach(field -> template.picture(field.getValue())
                .ifPresentOrElse(
                        picture -> files.add(Map.entry(field.getKey(), picture)), () -> template.tree(field.getValue())
                                .ifPresent(value -> fields.put(field.getKey(), Template.asText(value)))));
        return Payload.multipart(fields, files);
    }

    private ExecutionResult result(JsonNode answer) throws ProviderFailure {
        List<Output> outputs = outputs(answer);
        if (outputs.isEmpty()) {
            throw new ProviderFailure(Trouble.PROVIDER, "answered nothing where the result should be");
        }
        return new ExecutionResult(outputs, Usage.UNKNOWN);
    }

    private List<Output> outputs(JsonNode answer) {
        Declaration.Results at = declaration.result();
        return Stream.of(
                        texts(answer, at.images()).map(DeclaredCall::image),
                        texts(answer, at.base64())
                                .map(file -> Output.image(execution.directory().resolve(file))),
                        texts(answer, at.videos()).map(url -> Output.video(new Output.AtUrl(url))),
                        texts(answer, at.texts()).map(Output::text))
                .flatMap(found -> found)
                .limit(execution.maxOutputs())
                .toList();
    }

    /** Some pictures are their own links. */
    private static Output image(String link) {
        return Output.image(link.startsWith("data:") ? new Output.InBase64(link) : new Output.AtUrl(link));
    }

    private static Stream<String> texts(JsonNode answer, @Nullable String place) {
        return Places.in(answer, place).stream()
                .filter(JsonNode::isString)
                .map(JsonNode::stringValue)
                .filter(text -> !text.isBlank());
    }

    @Override
    public String begin(Conversation with) throws ProviderFailure, InterruptedException {
        Way way = Boolean.TRUE.equals(declaration.idempotent()) ? with::say : with::begin;
        return Places.text(call(with, way, handover), waiting().id());
    }

    private Declaration.Waiting waiting() {
        return Objects.requireNonNull(declaration.job(), "no job was declared");
    }

    @Override
    public State look(Conversation with, String job) throws ProviderFailure, InterruptedException {
        Declaration.Waiting waiting = waiting();
        Template template = new Template(json, execution, job);
        URI address = address(base, declaration, template, waiting.path(), with.key());
        JsonNode answer = with.look(address, headers(with, template), handover);
        String state = Places.text(answer, waiting.state());
        if (waiting.done().contains(state)) {
            List<Output> outputs = outputs(answer);
            return outputs.isEmpty()
                    ? State.failed(Trouble.PROVIDER, "done without a result")
                    : State.done(new ExecutionResult(outputs, Usage.UNKNOWN));
        }
        if (waiting.failed().contains(state)) {
            return State.failed(dialect.declared(answer).orElse(Trouble.PROVIDER), dialect.words(answer));
        }
        String percent = Places.text(answer, waiting.percent());
        return percent.matches("\\d{1,3}(\\.\\d{0,9})?") ? State.at((int) Double.parseDouble(percent)) : State.GOES_ON;
    }
}
