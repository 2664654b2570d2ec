package com.podi.coze;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What Coze's importer, its list of tools and its runtime accept, as assertions. */
public final class CozeRules {

    private static final Set<String> TYPES = Set.of("string", "integer", "number", "boolean", "array", "object");
    private static final Set<String> FORMATS = Set.of("image_url", "file_url", "video_url", "audio_url");
    private static final Set<String> SCHEMA_WORDS =
            Set.of("type", "description", "format", "x-assist-type", "items", "properties", "required");

    private CozeRules() {}

    public static void assertImportable(JsonNode document) {
        assertThat(document.propertyNames()).containsExactlyInAnyOrder("openapi", "info", "servers", "paths");
        assertThat(document.at("/openapi").asString()).isEqualTo("3.0.1");
        assertThat(document.at("/info/title").asString()).matches("[\\w\\s]{1,30}");
        assertThat(document.at("/info/description").asString()).matches("\\p{ASCII}{1,600}");
        assertThat(document.at("/info/version").asString()).isNotBlank();
        assertServer(document.at("/servers"));
        assertThat(document.at("/paths").properties()).isNotEmpty();
        Set<String> ids = new HashSet<>();
        document.at("/paths").properties().forEach(path -> {
            assertThat(path.getKey()).matches("/\\p{ASCII}{1,511}");
            assertThat(path.getValue().propertyNames()).containsExactly("post");
            assertOperation(path.getValue().at("/post"));
            assertThat(ids.add(path.getValue().at("/post/operationId").asString()))
                    .isTrue();
        });
    }

    /** In debugging Coze refuses a null and a wrong type, and at run time it cuts off what is not declared. */
    public static void assertFits(JsonNode answer, JsonNode schema) {
        String type = schema.at("/type").asString();
        switch (type) {
            case "object" ->
                answer.properties()
                        .forEach(field -> assertFits(field.getValue(), schema.at("/properties/" + field.getKey())));
            case "array" -> answer.values().forEach(item -> assertFits(item, schema.at("/items")));
            case "string" -> assertThat(answer.isString()).isTrue();
            case "integer" -> assertThat(answer.isIntegralNumber()).isTrue();
            default -> throw new AssertionError("not declared: " + answer);
        }
    }

    public static JsonNode answerSchema(JsonNode document, String path) {
        return document.at("/paths")
                .get(path)
                .at("/post/responses/200/content")
                .get("application/json")
                .at("/schema");
    }

    private static void assertServer(JsonNode servers) {
        assertThat(servers).hasSize(1);
        String url = servers.at("/0/url").asString();
        assertThat(URI.create(url).getHost()).isNotNull();
        assertThat(url).startsWith("http").doesNotEndWith("/");
    }

    private static void assertOperation(JsonNode operation) {
        assertThat(operation.propertyNames())
                .containsExactlyInAnyOrder("operationId", "summary", "requestBody", "responses");
        assertThat(operation.at("/operationId").asString()).matches("podi_[A-Za-z0-9_]{1,25}");
        assertThat(operation.at("/summary").asString()).isNotBlank();
        assertThat(operation.at("/summary").asString().getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(255);
        assertBody(operation.at("/requestBody/content"));
        assertThat(operation.at("/responses").propertyNames()).containsExactly("200");
        assertThat(operation.at("/responses/200").propertyNames()).containsExactlyInAnyOrder("description", "content");
        assertBody(operation.at("/responses/200/content"));
    }

    private static void assertBody(JsonNode content) {
        assertThat(content.propertyNames()).containsExactly("application/json");
        JsonNode schema = content.get("application/json").get("schema");
        assertThat(schema.at("/type").asString()).isEqualTo("object");
        assertThat(schema.at("/properties").properties()).isNotEmpty();
        assertThat(schema.at("/required").values())
                .allMatch(name -> schema.at("/properties").has(name.asString()));
        assertSchema(schema);
        schema.at("/properties").properties().forEach(property -> {
            assertThat(property.getKey()).matches("\\w+");
            assertThat(property.getValue().at("/description").asString())
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(300);
        });
    }

    private static void assertSchema(JsonNode schema) {
        assertThat(SCHEMA_WORDS).containsAll(schema.propertyNames());
        assertThat(TYPES).contains(schema.at("/type").asString());
        if (schema.has("format")) {
            assertThat(FORMATS).contains(schema.at("/format").asString());
        }
        assertThat(schema.has("items")).isEqualTo(schema.at("/type").asString().equals("array"));
        if (schema.has("items")) {
            assertSchema(schema.get("items"));
        }
        schema.at("/properties").values().forEach(CozeRules::assertSchema);
    }
}
