package com.podi.comfydouble;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An HTTP answer, whole. */
record Answer(int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {

    private static final String TEXT = "text/plain; charset=utf-8";

    static Answer json(JsonNode json) {
        return json(200, json);
    }

    static Answer json(int status, JsonNode json) {
        return new Answer(status, "application/json; charset=utf-8", Json.bytes(json), Map.of());
    }

    static Answer text(int status, String text) {
        return new Answer(status, TEXT, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Answer empty(int status) {
        return new Answer(status, null, new byte[0], Map.of());
    }

    static Answer notFound() {
        return text(404, "404: Not Found");
    }

    static Answer notAllowed() {
        return text(405, "405: Method Not Allowed");
    }

    /** What any exception in a handler becomes. */
    static Answer trouble() {
        return text(500, "500 Internal Server Error\n\nServer got itself in trouble");
    }

    static Answer tooLarge(long limit, long actual) {
        return text(413, "Maximum request body size %d exceeded, actual body size %d".formatted(limit, actual));
    }
}
