package com.podi.coze.openapi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A field that a tool takes or answers. Coze shows limits and choices to nobody, so the description has to tell them.
 *
 * @param required whether Coze refuses a call without it
 * @param defaultValue what Coze sends if nothing was given; of the type that the kind says
 * @param choices the only values; empty if there are others
 * @param fields of every entry, if it is a list of records
 */
public record Property(
        String name,
        Kind kind,
        boolean required,
        String description,
        @Nullable Object defaultValue,
        List<?> choices,
        List<Property> fields) {

    public static final int LONGEST_DESCRIPTION = 300;

    /** What Coze can pass on. */
    public enum Kind {
        TEXT,
        TEXTS,
        INTEGER,
        NUMBER,
        SWITCH,
        IMAGE,
        VIDEO,
        RECORDS
    }

    public Property {
        if (!name.matches("[\\w-]+")) {
            throw new IllegalArgumentException("Coze takes no field of the name " + name);
        }
        if (description.isBlank() || description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("Coze wants a short description of " + name);
        }
        choices = List.copyOf(choices);
        fields = List.copyOf(fields);
        if (defaultValue != null && !choices.isEmpty() && !choices.contains(defaultValue)) {
            throw new IllegalArgumentException("Coze takes no default beside the choices of " + name);
        }
        if (fields.isEmpty() == (kind == Kind.RECORDS)) {
            throw new IllegalArgumentException("records have fields, and nothing else has: " + name);
        }
    }

    public static Property required(String name, Kind kind, String description) {
        return new Property(name, kind, true, description, null, List.of(), List.of());
    }

    public static Property of(String name, Kind kind, String description) {
        return new Property(name, kind, false, description, null, List.of(), List.of());
    }

    public static Property records(String name, String description, List<Property> fields) {
        return new Property(name, Kind.RECORDS, false, description, null, List.of(), fields);
    }

    /** @param forCoze with what Coze alone understands: its editor reads the format, its runtime the other word */
    private Map<String, Object> schema(boolean forCoze) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type());
        schema.put("description", description);
        if (defaultValue != null) {
            schema.put("default", defaultValue);
        }
        if (!choices.isEmpty()) {
            schema.put("enum", choices);
        }
        switch (kind) {
            case IMAGE -> media(schema, forCoze, "image");
            case VIDEO -> media(schema, forCoze, "video");
            case TEXTS -> schema.put("items", Map.of("type", "string"));
            case RECORDS -> schema.put("items", record(fields, forCoze));
            default -> {}
        }
        return schema;
    }

    /** As JSON Schema; Coze is told a little more than others would understand. */
    static Map<String, Object> record(List<Property> properties, boolean forCoze) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        List<String> required = properties.stream()
                .filter(Property::required)
                .map(Property::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        properties.forEach(property -> fields.put(property.name(), property.schema(forCoze)));
        schema.put("properties", fields);
        return schema;
    }

    private String type() {
        return switch (kind) {
            case TEXT, IMAGE, VIDEO -> "string";
            case INTEGER -> "integer";
            case NUMBER -> "number";
            case SWITCH -> "boolean";
            case TEXTS, RECORDS -> "array";
        };
    }

    private static void media(Map<String, Object> schema, boolean forCoze, String medium) {
        if (forCoze) {
            schema.put("format", medium + "_url");
            schema.put("x-assist-type", medium);
        }
    }
}
