package com.podi.contracts.ability;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An ability as callers see it. */
public record AbilityView(
        String id,
        String provider,
        String category,
        String capabilityKey,
        String action,
        int version,
        String displayName,
        String description,
        String status,
        String abilityType,
        Map<String, Object> defaultParams,
        InputSchema inputSchema,
        Metadata metadata,
        boolean requiresImage,
        boolean supportsMultipleImages,
        int maxOutputImages) {

    /** What a call of the ability costs. */
    public record Metadata(Pricing pricing) {}

    /** @param points what one unit costs in points */
    public record Pricing(
            String currency,
            String unit,
            BigDecimal listPrice,
            @Nullable BigDecimal discountPrice,
            long points) {}

    /** The form of an ability: what a client shows and what the server checks. */
    public record InputSchema(List<Field> fields) {

        public InputSchema {
            fields = List.copyOf(fields);
        }
    }

    /** @param type text, textarea, number, integer, switch, select, image, images, color or json */
    public record Field(
            String name,
            String type,
            String label,
            String labelEn,
            @Nullable String description,
            boolean required,
            @JsonProperty("default") @Nullable Object defaultValue,
            @Nullable List<Option> options,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double step) {}

    /** One choice of a select field. */
    public record Option(Object value, String label) {}
}
