package com.podi.taskworker.executor.http;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.cloud.Inputs;
import com.podi.taskworker.executor.cloud.Pictures;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fills in what differs from call to call: {@code {{input.NAME}}}, {@code {{picture.N.base64}}}, {@code
 * {{picture.N.dataUri}}}, {@code {{model}}}, {@code {{taskId}}}, which every attempt at a task shares, {@code {{attempt}}}
 * and {@code {{job}}}. It works on trees, not on text, so nobody's input can become anything but a value.
 */
final class Template {

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-zA-Z0-9_.-]+)}}");
    private static final Pattern PICTURE = Pattern.compile("picture\\.(\\d{1,3})(?:\\.(base64|dataUri))?");
    private static final String INPUT = "input.";

    private final JsonMapper json;
    private final Map<String, JsonNode> inputs;
    private final Execution execution;
    private final Pictures pictures = new Pictures();
    private final @Nullable String job;

    Template(JsonMapper json, Execution execution, @Nullable String job) {
        this.json = json;
        this.inputs = Inputs.of(execution);
        this.execution = execution;
        this.job = job;
    }

    Pictures pictures() {
        return pictures;
    }

    /** A place that is a whole value keeps the type of what goes there; without anything to go there it is left out. */
    Optional<JsonNode> tree(JsonNode template) {
        if (template.isString()) {
            Matcher whole = PLACE.matcher(template.stringValue());
            return whole.matches()
                    ? value(whole.group(1))
                    : Optional.of(json.getNodeFactory().stringNode(text(template.stringValue(), text -> text)));
        }
        if (template.isObject()) {
            ObjectNode object = json.createObjectNode();
            template.properties()
                    .forEach(member -> tree(member.getValue()).ifPresent(value -> object.set(member.getKey(), value)));
            return Optional.of(object);
        }
        if (template.isArray()) {
            ArrayNode array = json.createArrayNode();
            template.forEach(item -> tree(item).ifPresent(array::add));
            return Optional.of(array);
        }
        return Optional.of(template);
    }

    /** @param escape what is filled in, for the place where the text goes */
    String text(String template, UnaryOperator<String> escape) {
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(value(place.group(1))
                        .map(value -> escape.apply(asText(value)))
                        .orElse("")));
    }

    static String asText(JsonNode value) {
        return value.isContainer() ? value.toString() : value.asString();
    }

    /** The picture that a whole value stands for, where pictures are sent as files. */
    Optional<Picture> picture(JsonNode template) {
        if (!template.isString()) {
            return Optional.empty();
        }
        Matcher whole = PLACE.matcher(template.stringValue());
        return whole.matches() ? picture(whole.group(1)) : Optional.empty();
    }

    private Optional<Picture> picture(String name) {
        Matcher picture = PICTURE.matcher(name);
        if (!picture.matches()) {
            return Optional.empty();
        }
        int number = Integer.parseInt(picture.group(1));
        return number >= 1 && number <= execution.pictures().size()
                ? Optional.of(execution.pictures().get(number - 1))
                : Optional.empty();
    }

    private Optional<JsonNode> value(String name) {
        if (name.startsWith(INPUT)) {
            return Optional.ofNullable(inputs.get(name.substring(INPUT.length())));
        }
        if (name.startsWith("picture.")) {
            return picture(name)
                    .map(picture -> name.endsWith(".dataUri") ? pictures.dataUri(picture) : pictures.base64(picture))
                    .map(json.getNodeFactory()::stringNode);
        }
        String text =
                switch (name) {
                    case "model" ->
                        execution.upstream() == null
                                ? null
                                : execution.upstream().model();
                    case "attempt" -> execution.attemptId();
                    case "taskId" -> execution.taskId();
                    case "job" -> job;
                    default -> null;
                };
        return Optional.ofNullable(text).map(json.getNodeFactory()::stringNode);
    }
}
