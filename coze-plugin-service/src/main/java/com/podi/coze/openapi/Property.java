package com.podi.coze.openapi;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A field that a tool takes or answers. Coze shows limits and choices to nobody, so the description has to tell them.
 *
 * @param required whether Coze refuses a call without it
 */
public record Property(String name, Kind kind, boolean required, String description) {

    private static final int LONGEST_DESCRIPTION = 300;

    /** What Coze can pass on. */
    public enum Kind {
        TEXT,
        TEXTS,
        INTEGER,
        IMAGE
    }

    public Property {
        if (!name.matches("\\w+")) {
            throw new IllegalArgumentException("Coze takes no field of the name " + name);
        }
        if (description.isBlank() || description.length() > LONGEST_DESCRIPTION) {
            throw new IllegalArgumentException("Coze wants a short description of " + name);
        }
    }

    public static Property required(String name, Kind kind, String description) {
        return new Property(name, kind, true, description);
    }

    public static Property of(String name, Kind kind, String description) {
        return new Property(name, kind, false, description);
    }

    Map<String, Object> schema() {
        return switch (kind) {
            case TEXT -> typed("string");
            case INTEGER -> typed("integer");
            case IMAGE -> image();
            case TEXTS -> texts();
        };
    }

    /** Its editor reads the format, its runtime the other word. */
    private Map<String, Object> image() {
        Map<String, Object> schema = typed("string");
        schema.put("format", "image_url");
        schema.put("x-assist-type", "image");
        return schema;
    }

    private Map<String, Object> texts() {
        Map<String, Object> schema = typed("array");
        schema.put("items", typed("string"));
        return schema;
    }

    private Map<String, Object> typed(String type) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type);
        schema.put("description", description);
        return schema;
    }
}
