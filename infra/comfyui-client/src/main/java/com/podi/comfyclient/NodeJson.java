package com.podi.comfyclient;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON as nodes write it: NaN and Infinity are bare words. */
final class NodeJson {

    static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .build();

    private NodeJson() {}

    /** Empty if it is none: proxies answer HTML. */
    static Optional<JsonNode> read(byte[] bytes) {
        try {
            JsonNode json = MAPPER.readTree(bytes);
            return json == null || json.isMissingNode() ? Optional.empty() : Optional.of(json);
        } catch (JacksonException none) {
            return Optional.empty();
        }
    }

    static Optional<JsonNode> read(String text) {
        try {
            return Optional.of(MAPPER.readTree(text));
        } catch (JacksonException none) {
            return Optional.empty();
        }
    }
}
