package com.podi.comfydouble;

import com.podi.comfydouble.NodeType.Input;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a node says of a graph before it takes it. */
final class GraphCheck {

    private static final int LONGEST_LIST_SHOWN = 20;

    private final NodeTypes types;
    private final Folders folders;
    private final Release release;

    private final Map<String, List<ObjectNode>> errors = new LinkedHashMap<>();
    private final Map<String, Boolean> valid = new HashMap<>();
    private final Set<String> path = new HashSet<>();
    private ObjectNode graph = Json.object();

    private GraphCheck(NodeTypes types, Folders folders, Release release) {
        this.types = types;
        this.folders = folders;
        this.release = release;
    }

    /**
     * @param refusal null if it is taken
     * @param outputs the output nodes that will run
     * @param nodeErrors may be there although it is taken
     */
    record Verdict(@Nullable ObjectNode refusal, List<String> outputs, ObjectNode nodeErrors) {}

    static Verdict of(
            ObjectNode graph, Optional<List<String>> targets, NodeTypes types, Folders folders, Release release) {
        GraphCheck check = new GraphCheck(types, folders, release);
        check.graph = graph;
        return check.verdict(targets);
    }

    private Verdict verdict(Optional<List<String>> targets) {
        List<String> outputs = new ArrayList<>();
        for (Map.Entry<String, JsonNode> node : graph.properties()) {
            JsonNode type = node.getValue().path("class_type");
            Optional<NodeType> known = type.isString() ? types.find(type.stringValue()) : Optional.empty();
            if (known.isEmpty()) {
                return refused(missingType(node.getKey(), node.getValue()), Json.object());
            }
            if (known.get().output()
                    && targets.map(wanted -> wanted.contains(node.getKey())).orElse(true)) {
                outputs.add(node.getKey());
            }
        }
        if (outputs.isEmpty()) {
            return refused(error("prompt_no_outputs", "Prompt has no outputs", ""), Json.object());
        }
        List<String> good = new ArrayList<>();
        Map<String, List<String>> dependents = new HashMap<>();
        for (String output : outputs) {
            if (isValid(output)) {
                good.add(output);
            } else {
                errors.keySet().forEach(id -> dependents
                        .computeIfAbsent(id, none -> new ArrayList<>())
                        .add(output));
            }
        }
        ObjectNode nodeErrors = Json.object();
        errors.forEach((id, problems) -> {
            ObjectNode of = nodeErrors.putObject(id);
            ArrayNode list = of.putArray("errors");
            problems.forEach(list::add);
            of.set("dependent_outputs", Json.strings(dependents.getOrDefault(id, List.of())));
            of.put("class_type", graph.path(id).path("class_type").asString(""));
        });
        if (good.isEmpty()) {
            StringBuilder details = new StringBuilder();
            errors.values()
                    .forEach(problems -> problems.forEach(problem -> details.append("\n  - ")
                            .append(problem.path("message").stringValue())
                            .append(": ")
                            .append(problem.path("details").stringValue())));
            return refused(
                    error(
                            "prompt_outputs_failed_validation",
                            "Prompt outputs failed validation",
                            details.toString().strip()),
                    nodeErrors);
        }
        return new Verdict(null, good, nodeErrors);
    }

    private static Verdict refused(ObjectNode error, ObjectNode nodeErrors) {
        ObjectNode refusal = Json.object();
        refusal.set("error", error);
        refusal.set("node_errors", nodeErrors);
        return new Verdict(refusal, List.of(), nodeErrors);
    }

    private ObjectNode missingType(String id, JsonNode node) {
        boolean named = release.since(0, 12);
        String type = node.path("class_type").asString("");
        ObjectNode error = error(
                named ? "missing_node_type" : "invalid_prompt",
                type.isEmpty()
                        ? "Cannot execute because a node is missing the class_type property."
                        : named
                                ? "Node '" + type + "' not found. The custom node may not be installed."
                                : "Cannot execute because node " + type + " does not exist.",
                "Node ID '#" + id + "'");
        if (named) {
            ((ObjectNode) error.get("extra_info"))
                    .put("node_id", id)
                    .put("class_type", type.isEmpty() ? null : type)
                    .put("node_title", node.path("_meta").path("title").asString(null));
        }
        return error;
    }

    static ObjectNode error(String type, String message, String details) {
        ObjectNode error = Json.object();
        error.put("type", type).put("message", message).put("details", details);
        error.putObject("extra_info");
        return error;
    }

    private boolean isValid(String id) {
        Boolean known = valid.get(id);
        if (known != null) {
            return known;
        }
        if (!path.add(id)) {
            if (release.since(0, 20)) {
                add(id, "dependency_cycle", "Dependency cycle detected", id, "", null, null);
                return false;
            }
            return true;
        }
        boolean good = checkNode(id);
        path.remove(id);
        valid.put(id, good);
        return good;
    }

    private boolean checkNode(String id) {
        JsonNode node = graph.path(id);
        NodeType type = types.find(node.path("class_type").asString("")).orElseThrow();
        boolean good = true;
        for (Map.Entry<String, Input> input : type.inputs().entrySet()) {
            good &= checkInput(
                    id, input.getKey(), input.getValue(), node.path("inputs").get(input.getKey()));
        }
        return good;
    }

    private boolean checkInput(String id, String name, Input input, @Nullable JsonNode value) {
        if (value == null) {
            return !input.required()
                    || add(id, "required_input_missing", "Required input is missing", name, "", null, null);
        }
        if (value.isArray()) {
            return checkLink(id, name, input, value);
        }
        JsonNode literal = value.isObject() && value.has("__value__") ? value.get("__value__") : value;
        return switch (input.type()) {
            case "INT", "FLOAT" -> checkNumber(id, name, input, literal);
            case "CHOICE" -> checkChoice(id, name, input, literal);
            case "STRING" -> true;
            default -> add(id, "required_input_missing", "Required input is missing", name, "", null, null);
        };
    }

    private boolean checkLink(String id, String name, Input input, JsonNode link) {
        if (link.size() != 2) {
            return add(
                    id,
                    "bad_linked_input",
                    "Bad linked input, must be a length-2 list of [node_id, slot_index]",
                    name,
                    "",
                    link,
                    null);
        }
        String source = link.get(0).asString("");
        NodeType from =
                types.find(graph.path(source).path("class_type").asString("")).orElse(null);
        if (from == null) {
            return add(
                    id,
                    "exception_during_inner_validation",
                    "Exception when validating inner node",
                    "'" + source + "'",
                    "",
                    link,
                    null);
        }
        int slot = link.get(1).asInt(0);
        String given = slot < from.outputs().size() ? from.outputs().get(slot) : "?";
        if (!given.equals(input.type())) {
            return add(
                    id,
                    "return_type_mismatch",
                    "Return type mismatch between linked nodes",
                    name + ", received_type(" + given + ") mismatch input_type(" + input.type() + ")",
                    "",
                    link,
                    null);
        }
        return isValid(source);
    }

    private boolean checkNumber(String id, String name, Input input, JsonNode value) {
        double number;
        try {
            number = value.isBoolean() ? (value.booleanValue() ? 1 : 0) : Double.parseDouble(value.asString(""));
        } catch (NumberFormatException e) {
            return add(
                    id,
                    "invalid_input_type",
                    "Failed to convert an input value to a " + input.type() + " value",
                    name + ", " + value.asString("") + ", could not convert string to "
                            + input.type().toLowerCase(Locale.ROOT),
                    name,
                    value,
                    null);
        }
        if (input.min() != null && number < input.min().doubleValue()) {
            return add(
                    id,
                    "value_smaller_than_min",
                    "Value " + value + " smaller than min of " + input.min(),
                    name,
                    name,
                    value,
                    null);
        }
        if (input.max() != null && number > input.max().doubleValue()) {
            return add(
                    id,
                    "value_bigger_than_max",
                    "Value " + value + " bigger than max of " + input.max(),
                    name,
                    name,
                    value,
                    null);
        }
        return true;
    }

    private boolean checkChoice(String id, String name, Input input, JsonNode value) {
        if (input.choices() == null) {
            boolean there = folders.annotated(value.asString(""))
                    .filter(Files::isRegularFile)
                    .isPresent();
            return there
                    || add(
                            id,
                            "custom_validation_failed",
                            "Custom validation failed for node",
                            name + " - Invalid image file: " + value.asString(""),
                            name,
                            value,
                            null);
        }
        return input.choices().contains(value.asString(""))
                || add(
                        id,
                        "value_not_in_list",
                        "Value not in list",
                        name + ": '" + value.asString("") + "' not in " + input.choices(),
                        name,
                        value,
                        input.choices());
    }

    /** @return false, for the sake of the callers */
    private boolean add(
            String id,
            String type,
            String message,
            String details,
            String inputName,
            @Nullable JsonNode received,
            @Nullable List<String> choices) {
        ObjectNode problem = error(type, message, details);
        ObjectNode info = (ObjectNode) problem.get("extra_info");
        info.put("input_name", inputName.isEmpty() ? details : inputName);
        if (received != null) {
            info.set("received_value", received);
        }
        if (choices != null) {
            if (choices.size() > LONGEST_LIST_SHOWN) {
                info.putNull("input_config");
            } else {
                ArrayNode config = info.putArray("input_config");
                config.add(Json.strings(choices));
                config.addObject();
            }
        }
        errors.computeIfAbsent(id, none -> new ArrayList<>()).add(problem);
        return false;
    }
}
