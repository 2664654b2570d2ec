package com.podi.taskworker.executor.http;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** JSON pointers in which {@code *} is every member or item. */
final class Places {

    private Places() {}

    static List<JsonNode> in(JsonNode answer, @Nullable String pointer) {
        if (pointer == null) {
            return List.of();
        }
        Stream<JsonNode> found = Stream.of(answer);
        for (String step : steps(pointer)) {
            found = found.flatMap(node -> step(node, step));
        }
        return found.filter(node -> !node.isMissingNode() && !node.isNull()).toList();
    }

    static String text(JsonNode answer, @Nullable String pointer) {
        return in(answer, pointer).stream()
                .filter(JsonNode::isValueNode)
                .map(JsonNode::asString)
                .findFirst()
                .orElse("");
    }

    /** The member whose texts, or lists of texts, a pointer leads to. */
    static String member(String pointer) {
        List<String> steps = steps(pointer);
        for (int at = steps.size() - 1; at >= 0; at--) {
            if (!steps.get(at).equals("*") && !steps.get(at).chars().allMatch(Character::isDigit)) {
                return steps.get(at);
            }
        }
        return "";
    }

    private static List<String> steps(String pointer) {
        return Stream.of(pointer.split("/"))
                .filter(step -> !step.isEmpty())
                .map(step -> step.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static Stream<JsonNode> step(JsonNode node, String step) {
        if (step.equals("*")) {
            return node.valueStream();
        }
        boolean isIndex = node.isArray() && step.length() < 10 && step.chars().allMatch(Character::isDigit);
        return Stream.of(isIndex ? node.path(Integer.parseInt(step)) : node.path(step));
    }
}
