package com.podi.taskworker.executor.comfyui;

import com.podi.contracts.ability.Plan.Binding;
import com.podi.contracts.ability.Plan.Target;
import com.podi.contracts.ability.Plan.Workflow;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution.Picture;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A workflow with the inputs of one call in their places. */
final class BoundGraph {

    private static final String IMAGE = "image";
    private static final String IMAGES = "images";
    /** Where a node puts what it makes. */
    private static final String FILE_NAME = "filename_prefix";
    /** A node takes every array for a link, but for one that is wrapped so. */
    private static final String LITERAL = "__value__";

    private final ObjectNode graph;
    private final List<String> outputs;
    private final Map<Target, Picture> pictures = new LinkedHashMap<>();

    /** @throws ExecutionFailedException if it takes fewer pictures than there are, or nothing would be made of them */
    BoundGraph(Workflow workflow, JsonNode inputs, List<Picture> given) throws ExecutionFailedException {
        graph = (ObjectNode) workflow.graph().deepCopy();
        outputs = new ArrayList<>(workflow.outputs());
        for (Binding binding : workflow.bindings()) {
            JsonNode value = inputs.get(binding.name());
            if (!isPicture(binding) && value != null && !value.isNull()) {
                binding.targets().forEach(target -> set(target, literal(value)));
            }
        }
        place(workflow.bindings(), inputs, new ArrayList<>(given));
    }

    private static boolean isPicture(Binding binding) {
        return binding.type().equals(IMAGE) || binding.type().equals(IMAGES);
    }

    private static JsonNode literal(JsonNode value) {
        return value.isArray() ? JsonNodeFactory.instance.objectNode().set(LITERAL, value) : value;
    }

    /** Each picture goes where its name says; those whose name says nothing go where there is room, in their order. */
    private void place(List<Binding> bindings, JsonNode inputs, List<Picture> left) throws ExecutionFailedException {
        Map<Binding, Picture> single = new LinkedHashMap<>();
        List<Binding> singles = bindings.stream()
                .filter(binding -> binding.type().equals(IMAGE))
                .toList();
        for (Binding binding : singles) {
            String named = inputs.path(binding.name()).asString(binding.name());
            take(left, picture -> picture.name().equals(named), single, binding);
        }
        List<Binding> lists = bindings.stream()
                .filter(binding -> binding.type().equals(IMAGES))
                .toList();
        for (Binding binding : singles) {
            if (!single.containsKey(binding)) {
                take(left, picture -> !isNamed(picture, lists), single, binding);
            }
        }
        single.forEach((binding, picture) -> binding.targets().forEach(target -> pictures.put(target, picture)));
        for (Binding binding : lists) {
            for (Target target : binding.targets()) {
                Optional<Picture> next = left.stream()
                        .filter(picture -> isNamed(picture, List.of(binding)))
                        .findFirst()
                        .or(() -> left.stream()
                                .filter(picture -> !isNamed(picture, lists))
                                .findFirst());
                next.ifPresentOrElse(
                        picture -> {
                            left.remove(picture);
                            pictures.put(target, picture);
                        },
                        () -> leaveOut(target.node()));
            }
        }
        if (!left.isEmpty()) {
            throw ExecutionFailedException.ofCaller(
                    ErrorCode.ABILITY_INPUT_INVALID, "%d pictures have no place in the graph".formatted(left.size()));
        }
        if (outputs.isEmpty()) {
            throw ExecutionFailedException.ofCaller(ErrorCode.IMAGE_REQUIRED, "nothing is made without a picture");
        }
    }

    /** Pictures without a name are called {@code image}, so that this says nothing. */
    private static boolean isNamed(Picture picture, List<Binding> bindings) {
        return !picture.name().equals(IMAGE)
                && bindings.stream().anyMatch(binding -> binding.name().equals(picture.name()));
    }

    private static void take(
            List<Picture> left, Predicate<Picture> wanted, Map<Binding, Picture> taken, Binding binding) {
        left.stream().filter(wanted).findFirst().ifPresent(picture -> {
            left.remove(picture);
            taken.put(binding, picture);
        });
    }

    /** With all that would be made of it: for fewer pictures than there are places, whole branches go. */
    private void leaveOut(String node) {
        Set<String> gone = new HashSet<>(Set.of(node));
        boolean grows = true;
        while (grows) {
            grows = false;
            for (Map.Entry<String, JsonNode> other : graph.properties()) {
                grows |= dependsOn(other.getValue(), gone) && gone.add(other.getKey());
            }
        }
        graph.remove(gone);
        outputs.removeAll(gone);
    }

    private static boolean dependsOn(JsonNode node, Set<String> gone) {
        for (JsonNode input : node.path("inputs")) {
            if (input.isArray() && gone.contains(input.path(0).asString(""))) {
                return true;
            }
        }
        return false;
    }

    /** The inputs that are to be told the names of pictures, and which. */
    Map<Target, Picture> pictures() {
        return pictures;
    }

    /** The nodes whose files are the result, in their order. */
    List<String> outputs() {
        return outputs;
    }

    void set(Target target, @Nullable JsonNode value) {
        if (graph.path(target.node()).path("inputs") instanceof ObjectNode inputs) {
            inputs.set(target.input(), value);
        }
    }

    void set(Target target, String value) {
        set(target, JsonNodeFactory.instance.stringNode(value));
    }

    /** @param folder no other attempt has the same: nothing stale is taken for its result, and no name is taken already */
    ObjectNode savingIn(String folder) {
        for (Map.Entry<String, JsonNode> node : graph.properties()) {
            if (node.getValue().path("inputs").path(FILE_NAME).isString()) {
                set(new Target(node.getKey(), FILE_NAME), folder + "/" + node.getKey());
            }
        }
        return graph;
    }
}
