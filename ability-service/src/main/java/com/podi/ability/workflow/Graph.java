package com.podi.ability.workflow;

import com.podi.ability.form.FieldType;
import com.podi.ability.form.Unstorable;
import com.podi.contracts.ability.Plan.Target;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.error.Text;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A graph in ComfyUI's API format: nodes by their ids, each with a class and inputs, which are values or links. */
final class Graph {

    /** Decides where a node puts its file: ours alone, and another one at every attempt. */
    private static final String FILE_NAME = "filename_prefix";

    private static final String LOADS_PICTURES = "LoadImage";
    private static final int MOST_NODES = 1_000;
    private static final String ROOT = "definition";

    private static final Text EDITOR_FORMAT = new Text(
            "这是编辑器的保存格式（含nodes和links），请在ComfyUI中用“导出（API）”导出后再导入",
            "is the editor's save format (with nodes and links); export it from ComfyUI with \"Export (API)\"");
    private static final Text NO_NODES =
            new Text("必须是节点ID到节点的JSON对象，且不能为空", "must be a JSON object of nodes by their ids");
    private static final Text TOO_MANY = new Text("节点过多", "has too many nodes");
    private static final Text NO_NODE =
            new Text("必须是含class_type和inputs的节点", "must be a node with class_type and inputs");
    private static final Text NO_CLASS = new Text("缺少class_type", "is required");
    private static final Text NO_INPUTS = new Text("必须是JSON对象", "must be a JSON object");
    private static final Text NO_LINK =
            new Text("数组必须是[节点ID, 输出序号]连接", "must be a link: an array of a node's id and the number of its output");
    private static final Text TO_NOWHERE = new Text("连接到不存在的节点", "links to a node that is not there");
    private static final Text CIRCLE = new Text("节点之间存在循环连接", "has nodes that wait for each other");
    private static final Text NO_OUTPUT = new Text(
            "没有输出节点（含filename_prefix的节点，如SaveImage）",
            "has no output node, one with a filename_prefix such as SaveImage");
    private static final Text NO_SUCH_OUTPUT = new Text("不是该工作流的输出节点", "is no node of the workflow that writes files");

    private final JsonNode definition;

    private Graph(JsonNode definition) {
        this.definition = definition;
    }

    /** @throws PodiException if no node would run it */
    static Graph read(JsonNode definition) {
        List<ErrorDetail> wrong = new ArrayList<>();
        if (isEditorFormat(definition)) {
            throw ErrorCode.WORKFLOW_INVALID.at(ROOT, EDITOR_FORMAT);
        }
        if (!definition.isObject() || definition.isEmpty()) {
            throw ErrorCode.WORKFLOW_INVALID.at(ROOT, NO_NODES);
        }
        if (definition.size() > MOST_NODES) {
            throw ErrorCode.WORKFLOW_INVALID.at(ROOT, TOO_MANY);
        }
        Unstorable.in(ROOT, definition).ifPresent(wrong::add);
        definition.properties().forEach(node -> checkNode(definition, node.getKey(), node.getValue(), wrong));
        if (wrong.isEmpty() && hasCircle(definition)) {
            wrong.add(new ErrorDetail(ROOT, CIRCLE));
        }
        if (wrong.isEmpty() && outputsOf(definition).isEmpty()) {
            wrong.add(new ErrorDetail(ROOT, NO_OUTPUT));
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.WORKFLOW_INVALID.withDetails(wrong);
        }
        return new Graph(definition);
    }

    private static boolean isEditorFormat(JsonNode definition) {
        return definition.path("nodes").isArray() || definition.path("links").isArray();
    }

    private static void checkNode(JsonNode definition, String id, JsonNode node, List<ErrorDetail> wrong) {
        String at = ROOT + "." + id;
        if (!node.isObject()) {
            wrong.add(new ErrorDetail(at, NO_NODE));
            return;
        }
        if (node.path("class_type").asString("").isBlank()) {
            wrong.add(new ErrorDetail(at + ".class_type", NO_CLASS));
        }
        if (!node.path("inputs").isObject()) {
            wrong.add(new ErrorDetail(at + ".inputs", NO_INPUTS));
            return;
        }
        node.path("inputs").properties().stream()
                .filter(input -> input.getValue().isArray())
                .forEach(input -> linkProblem(definition, input.getValue())
                        .ifPresent(problem -> wrong.add(new ErrorDetail(at + ".inputs." + input.getKey(), problem))));
    }

    /** A node takes every array for a link. */
    private static Optional<Text> linkProblem(JsonNode definition, JsonNode link) {
        if (link.size() != 2 || !link.get(0).isString() || !link.get(1).isIntegralNumber()) {
            return Optional.of(NO_LINK);
        }
        return definition.has(link.get(0).stringValue()) ? Optional.empty() : Optional.of(TO_NOWHERE);
    }

    /** Takes away what waits for nothing, until nothing is left or all that is left waits for each other. */
    private static boolean hasCircle(JsonNode definition) {
        Map<String, Set<String>> waitsFor = new HashMap<>();
        Map<String, List<String>> awaitedBy = new HashMap<>();
        definition.properties().forEach(node -> {
            Set<String> sources = new HashSet<>();
            node.getValue().path("inputs").forEach(input -> {
                if (input.isArray()) {
                    sources.add(input.get(0).stringValue());
                }
            });
            waitsFor.put(node.getKey(), sources);
            sources.forEach(source ->
                    awaitedBy.computeIfAbsent(source, none -> new ArrayList<>()).add(node.getKey()));
        });
        Deque<String> ready = new ArrayDeque<>(waitsFor.keySet().stream()
                .filter(id -> waitsFor.get(id).isEmpty())
                .toList());
        int done = 0;
        for (String id = ready.poll(); id != null; id = ready.poll()) {
            done++;
            for (String next : awaitedBy.getOrDefault(id, List.of())) {
                Set<String> sources = waitsFor.get(next);
                sources.remove(id);
                if (sources.isEmpty()) {
                    ready.add(next);
                }
            }
        }
        return done < waitsFor.size();
    }

    private static List<String> outputsOf(JsonNode definition) {
        return definition.properties().stream()
                .filter(node -> node.getValue().path("inputs").path(FILE_NAME).isString())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * The nodes whose files are the result.
     *
     * @param wanted null for all that write files
     */
    List<String> outputs(@Nullable List<String> wanted) {
        List<String> all = outputsOf(definition);
        if (wanted == null || wanted.isEmpty()) {
            return all;
        }
        List<ErrorDetail> wrong = new ArrayList<>();
        for (int place = 0; place < wanted.size(); place++) {
            if (!all.contains(wanted.get(place))) {
                wrong.add(new ErrorDetail("outputs[" + place + "]", NO_SUCH_OUTPUT));
            }
        }
        if (!wrong.isEmpty()) {
            throw ErrorCode.WORKFLOW_INVALID.withDetails(wrong);
        }
        return wanted.stream().distinct().toList();
    }

    /** What may be set from outside: values, not links, and not where files go. */
    List<BindableInput> bindableInputs() {
        List<BindableInput> inputs = new ArrayList<>();
        definition.properties().forEach(node -> node.getValue().path("inputs").properties().stream()
                .filter(input -> isBindable(input.getKey(), input.getValue()))
                .forEach(input -> inputs.add(new BindableInput(
                        node.getKey(),
                        node.getValue().path("class_type").asString(),
                        node.getValue().path("_meta").path("title").asString(null),
                        input.getKey(),
                        input.getValue(),
                        likelyType(node.getValue(), input.getKey(), input.getValue())
                                .wireName()))));
        return List.copyOf(inputs);
    }

    /** The value a target has in the graph; empty if it cannot be bound. */
    Optional<JsonNode> literal(Target target) {
        return Optional.ofNullable(definition.path(target.node()).path("inputs").get(target.input()))
                .filter(value -> isBindable(target.input(), value));
    }

    private static boolean isBindable(String input, JsonNode value) {
        return !input.equals(FILE_NAME) && !value.isArray();
    }

    private static FieldType likelyType(JsonNode node, String input, JsonNode value) {
        if (node.path("class_type").asString("").startsWith(LOADS_PICTURES) && input.equals("image")) {
            return FieldType.IMAGE;
        }
        if (value.isBoolean()) {
            return FieldType.SWITCH;
        }
        if (value.isNumber()) {
            return value.isIntegralNumber() ? FieldType.INTEGER : FieldType.NUMBER;
        }
        return value.isString() ? FieldType.TEXT : FieldType.JSON;
    }
}
