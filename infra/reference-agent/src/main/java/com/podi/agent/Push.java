package com.podi.agent;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A task as it is pushed. */
record Push(
        String taskId,
        String agentId,
        String token,
        String nonce,
        @Nullable URI manifestUrl,
        List<String> actions) {

    /** @throws IllegalArgumentException if something is missing */
    static Push of(byte[] body) {
        try {
            JsonNode json = new JsonMapper().readTree(body);
            JsonNode manifest = json.path("manifestUrl");
            return new Push(
                    text(json, "taskId"),
                    text(json, "agentId"),
                    text(json, "token"),
                    text(json, "nonce"),
                    manifest.isString() ? URI.create(manifest.stringValue()) : null,
                    json.path("actions").valueStream().map(JsonNode::asString).toList());
        } catch (JacksonException unreadable) {
            throw new IllegalArgumentException("not JSON", unreadable);
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isString() || value.stringValue().isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return value.stringValue();
    }

    /** The same push again, because the platform has not heard the answer. */
    boolean isSame(Push other) {
        return taskId.equals(other.taskId) && nonce.equals(other.nonce);
    }

    @Override
    public String toString() {
        return "Push[" + taskId + "]";
    }
}
