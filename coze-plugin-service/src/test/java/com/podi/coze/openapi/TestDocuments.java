package com.podi.coze.openapi;

import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Documents for tests of those who fill them. */
public final class TestDocuments {

    private static final JsonMapper JSON = new JsonMapper();

    private TestDocuments() {}

    public static JsonNode of(List<Operation> operations) {
        return JSON.readTree(JSON.writeValueAsBytes(PluginDocument.of("https://podi.example", operations)));
    }
}
