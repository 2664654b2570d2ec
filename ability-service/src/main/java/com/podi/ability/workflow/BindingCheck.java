package com.podi.ability.workflow;

import com.podi.ability.form.FieldCheck;
import com.podi.ability.form.FieldType;
import com.podi.contracts.ability.Plan.Target;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds bindings against the graph they are for, and completes them from it. */
final class BindingCheck {

    private static final String ROOT = "bindings";
    private static final int MOST_TARGETS = 100;
    private static final Text NO_TARGET = new Text("需要1到100个目标", "needs 1 to 100 targets");
    private static final Text NOT_BINDABLE = new Text(
            "不是该工作流中可绑定的节点输入（连接和filename_prefix不能绑定）",
            "is no input of the workflow that may be bound; links and filename_prefix may not");
    private static final Text TWICE = new Text("已被绑定", "is bound already");
    private static final Text OTHER_KIND = new Text("节点输入的类型与字段类型不符", "holds another kind of value than the field");

    private final JsonMapper json;
    private final Graph graph;
    private final List<ErrorDetail> wrong = new ArrayList<>();
    private final Set<Target> bound = new HashSet<>();

    private BindingCheck(JsonMapper json, Graph graph) {
        this.json = json;
        this.graph = graph;
    }

    /** @return the bindings; where they say no default, with what stands in the graph */
    static List<InputBinding> complete(JsonMapper json, Graph graph, List<InputBinding> bindings) {
        BindingCheck check = new BindingCheck(json, graph);
        List<InputBinding> complete = new ArrayList<>();
        for (int place = 0; place < bindings.size(); place++) {
            complete.add(check.complete(ROOT + "[" + place + "]", bindings.get(place)));
        }
        if (check.wrong.isEmpty()) {
            check.wrong.addAll(FieldCheck.problems(
                    json, ROOT, complete.stream().map(InputBinding::field).toList()));
        }
        if (!check.wrong.isEmpty()) {
            throw ErrorCode.WORKFLOW_INVALID.withDetails(check.wrong);
        }
        return List.copyOf(complete);
    }

    private InputBinding complete(String at, InputBinding binding) {
        List<Target> targets = binding.targets();
        require(!targets.isEmpty() && targets.size() <= MOST_TARGETS, at + ".targets", NO_TARGET);
        FieldType type = FieldType.of(binding.type()).orElse(FieldType.JSON);
        for (int place = 0; place < targets.size(); place++) {
            target(at + ".targets[" + place + "]", type, targets.get(place));
        }
        if (type == FieldType.IMAGES) {
            return binding.max() == null ? binding.withMax(targets.size()) : binding;
        }
        Optional<JsonNode> literal = targets.isEmpty() ? Optional.empty() : graph.literal(targets.get(0));
        boolean open = binding.defaultValue() == null && !Boolean.TRUE.equals(binding.required()) && !type.isPicture();
        return open && literal.isPresent() && !literal.get().isNull()
                ? binding.withDefault(json.treeToValue(literal.get(), Object.class))
                : binding;
    }

    private void target(String at, FieldType type, Target target) {
        Optional<JsonNode> literal =
                target.node() == null || target.input() == null ? Optional.empty() : graph.literal(target);
        require(literal.isPresent(), at, NOT_BINDABLE);
        literal.ifPresent(value -> {
            require(bound.add(target), at, TWICE);
            require(suits(type, value), at, OTHER_KIND);
        });
    }

    private static boolean suits(FieldType type, JsonNode literal) {
        return switch (type) {
            case TEXT, TEXTAREA, IMAGE, IMAGES -> literal.isString();
            case NUMBER, INTEGER -> literal.isNumber();
            case SWITCH -> literal.isBoolean();
            case SELECT, COLOR, JSON -> true;
        };
    }

    private void require(boolean holds, String field, Text otherwise) {
        if (!holds) {
            wrong.add(new ErrorDetail(field, otherwise));
        }
    }
}
