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
    private static final Set<String> MEDIA =
            Set.of("image", "file", "video", "audio", "doc", "ppt", "excel", "txt", "zip", "code");
    private static final Set<String> SCHEMA_WORDS = Set.of(
            "type", "description", "format", "x-assist-type", "items", "properties", "required", "default", "enum");

    private CozeRules() {}

    public static void assertImportable(JsonNode document) {
        assertThat(document.propertyNames()).containsExactlyInAnyOrder("openapi", "info", "servers", "paths");
        assertThat(document.at("/openapi").asString()).isEqualTo("3.0.1");
        assertThat(document.at("/info").propertyNames()).containsExactlyInAnyOrder("title", "description", "version");
        assertThat(document.at("/info/title").asString()).matches("[\\w\\s]{1,30}");
        assertThat(document.at("/info/description").asString()).matches("\\p{ASCII}{1,600}");
        assertThat(document.at("/info/version").asString()).isNotBlank();
        assertServer(document.at("/servers"));
        assertThat(document.at("/paths").properties()).isNotEmpty();
        Set<String> ids = new HashSet<>();
        document.at("/paths").properties().forEach(path -> {
            assertThat(path.getKey()).matches("/[\\x21-\\x7e&&[^{}?#]]{1,511}");
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
            case "object" -> {
                assertThat(answer.isObject()).as("%s", answer).isTrue();
                assertThat(schema.at("/properties").propertyNames()).containsAll(answer.propertyNames());
                answer.properties()
                        .forEach(field -> assertFits(
                                field.getValue(), schema.at("/properties").get(field.getKey())));
            }
            case "array" -> {
                assertThat(answer.isArray()).as("%s", answer).isTrue();
                answer.values().forEach(item -> assertFits(item, schema.at("/items")));
            }
            default ->
                assertThat(isOf(type, answer)).as("%s is %s", answer, type).isTrue();
        }
    }

    public static JsonNode answerSchema(JsonNode document, String path) {
        return document.at("/paths")
                .get(path)
                .at("/post/responses/200/content")
                .get("application/json")
                .at("/schema");
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber() && value.canConvertToLong();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> false;
        };
    }

    private static void assertServer(JsonNode servers) {
        assertThat(servers).hasSize(1);
        assertThat(servers.at("/0").propertyNames()).containsExactly("url");
        String url = servers.at("/0/url").asString();
        assertThat(URI.create(url).getHost()).isNotNull();
        assertThat(url).startsWith("http").doesNotEndWith("/").hasSizeLessThanOrEqualTo(512);
    }

    private static void assertOperation(JsonNode operation) {
        assertThat(operation.propertyNames())
                .containsExactlyInAnyOrder("operationId", "summary", "requestBody", "responses");
        assertThat(operation.at("/operationId").asString()).matches("podi_[A-Za-z0-9_]{1,25}");
        String summary = operation.at("/summary").asString();
        assertThat(summary).isNotBlank();
        assertThat(summary.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(255);
        assertWellFormed(summary);
        assertThat(operation.at("/requestBody").propertyNames()).containsExactlyInAnyOrder("required", "content");
        assertBody(operation.at("/requestBody/content"));
        assertThat(operation.at("/responses").propertyNames()).containsExactly("200");
        assertThat(operation.at("/responses/200").propertyNames()).containsExactlyInAnyOrder("description", "content");
        assertThat(operation.at("/responses/200/description").asString()).isNotBlank();
        assertBody(operation.at("/responses/200/content"));
    }

    private static void assertBody(JsonNode content) {
        assertThat(content.propertyNames()).containsExactly("application/json");
        assertThat(content.get("application/json").propertyNames()).containsExactly("schema");
        JsonNode schema = content.get("application/json").get("schema");
        assertThat(schema.at("/type").asString()).isEqualTo("object");
        assertSchema(schema);
        schema.at("/properties").properties().forEach(property -> {
            String description = property.getValue().at("/description").asString("");
            assertThat(description).isNotBlank().hasSizeLessThanOrEqualTo(300);
            assertWellFormed(description);
        });
    }

    private static void assertSchema(JsonNode schema) {
        assertThat(SCHEMA_WORDS).containsAll(schema.propertyNames());
        String type = schema.at("/type").asString();
        assertThat(TYPES).contains(type);
        assertMedium(schema);
        assertThat(schema.has("items")).isEqualTo(type.equals("array"));
        assertThat(schema.has("properties")).isEqualTo(type.equals("object"));
        if (schema.has("enum")) {
            assertThat(schema.at("/enum").values()).isNotEmpty().allMatch(choice -> isOf(type, choice));
        }
        if (schema.has("default")) {
            assertThat(isOf(type, schema.at("/default"))).as("%s", schema).isTrue();
            assertThat(!schema.has("enum") || schema.at("/enum").valueStream().anyMatch(schema.at("/default")::equals))
                    .as("%s", schema)
                    .isTrue();
        }
        if (type.equals("object")) {
            assertThat(schema.at("/properties").properties()).isNotEmpty();
            assertThat(schema.at("/properties").propertyNames()).allMatch(name -> name.matches("[\\w-]+"));
            assertThat(schema.at("/required").values())
                    .allMatch(name -> schema.at("/properties").has(name.asString()));
            schema.at("/properties").values().forEach(CozeRules::assertSchema);
        }
        if (type.equals("array")) {
            assertSchema(schema.at("/items"));
        }
    }

    private static void assertMedium(JsonNode schema) {
        assertThat(schema.has("format")).isEqualTo(schema.has("x-assist-type"));
        if (schema.has("format")) {
            String medium = schema.at("/x-assist-type").asString();
            assertThat(MEDIA).contains(medium);
            assertThat(schema.at("/format").asString()).isEqualTo(medium + "_url");
            assertThat(schema.at("/type").asString()).isEqualTo("string");
        }
    }

    /** Neither half a character, nor one that a line of YAML ends at. */
    private static void assertWellFormed(String text) {
        assertThat(text.codePoints())
                .noneMatch(point -> Character.isISOControl(point)
                        || Character.getType(point) == Character.SURROGATE
                        || point == 0xfffd);
    }
}
