package com.podi.coze.openapi;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tool as Coze sees it; path and id must never change, because Coze knows the tool by them.
 *
 * @param summary what the model reads when it chooses a tool
 */
public record Operation(String path, String id, String summary, List<Property> input, List<Property> output) {

    public static final int LONGEST_PATH = 512;
    public static final int LONGEST_SUMMARY_BYTES = 255;

    public Operation {
        if (!path.matches("/\\p{ASCII}+") || path.length() > LONGEST_PATH) {
            throw new IllegalArgumentException("Coze calls no path " + path);
        }
        if (!id.matches("podi_\\w{1,25}")) {
            throw new IllegalArgumentException("Coze takes no tool of the name " + id);
        }
        if (summary.isBlank() || summary.getBytes(StandardCharsets.UTF_8).length > LONGEST_SUMMARY_BYTES) {
            throw new IllegalArgumentException("Coze wants a short summary of " + id);
        }
        if (input.isEmpty()) {
            throw new IllegalArgumentException("Coze sends no body to " + id);
        }
        input = List.copyOf(input);
        output = List.copyOf(output);
        Set<String> names = new HashSet<>();
        if (!input.stream().map(Property::name).allMatch(names::add)) {
            throw new IllegalArgumentException("Coze tells two fields of one name not apart: " + id);
        }
    }

    /** What it takes, as JSON Schema. */
    public Map<String, Object> inputSchema() {
        return Property.record(input, false);
    }

    /** What it answers, as JSON Schema. */
    public Map<String, Object> outputSchema() {
        return Property.record(output, false);
    }

    Map<String, Object> description() {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", id);
        operation.put("summary", summary);
        operation.put("requestBody", request());
        operation.put("responses", Map.of("200", answer()));
        return Map.of("post", operation);
    }

    private Map<String, Object> request() {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("required", true);
        request.put("content", json(input));
        return request;
    }

    private Map<String, Object> answer() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("description", "The answer, also when the call was refused.");
        answer.put("content", json(output));
        return answer;
    }

    private static Map<String, Object> json(List<Property> properties) {
        return Map.of("application/json", Map.of("schema", Property.record(properties, true)));
    }
}
