package com.podi.taskworker.executor.cloud;

import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.Execution.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** The inputs of a call as a provider takes them: by the names it has for them, without pictures. */
public final class Inputs {

    private Inputs() {}

    public static Map<String, JsonNode> of(Execution execution) {
        List<String> pictures = execution.pictures().stream().map(Picture::name).toList();
        return execution
                .inputs()
                .propertyStream()
                .filter(input -> !input.getValue().isNull() && !pictures.contains(input.getKey()))
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    /** As the fields of a form. */
    public static Map<String, String> asTexts(Execution execution) {
        Map<String, String> texts = new LinkedHashMap<>();
        of(execution)
                .forEach((name, value) -> texts.put(name, value.isContainer() ? value.toString() : value.asString()));
        return texts;
    }
}
