package com.podi.contracts.ability;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An ability as callers see it. What it runs on is for administrators alone: others read null.
 *
 * @param version raised by every change
 * @param revision the same, under the name that every administered record has it
 * @param jsonSchema what the server accepts as inputs, as JSON Schema 2020-12
 * @param lastHealthStatus healthy or unhealthy; null if it needs no executor, or none was asked yet
 * @param successRate of the calls that ended lately, from 0 to 1
 */
public record AbilityView(
        String id,
        String provider,
        String category,
        String capabilityKey,
        String action,
        int version,
        int revision,
        String displayName,
        String description,
        String status,
        String abilityType,
        @Nullable String workflowId,
        @Nullable String executorId,
        Map<String, Object> defaultParams,
        InputSchema inputSchema,
        JsonNode jsonSchema,
        Metadata metadata,
        boolean requiresImage,
        boolean supportsMultipleImages,
        int maxOutputImages,
        @Nullable Instant lastHealthCheckAt,
        @Nullable String lastHealthStatus,
        @Nullable Double successRate,
        @Nullable Long avgDurationMs) {

    /**
     * @param pricing null if it costs what an ability without a price costs
     * @param allowedExecutorIds the only executors that may run it; null if any may
     * @param routingPolicy fixed, weight, round_robin or least_queue
     * @param tags what an executor must have
     * @param maxConcurrency how many calls of it may run at once, whoever runs them
     * @param timeoutSeconds for one attempt
     * @param attempts how often it is started before a call fails
     */
    public record Metadata(
            @Nullable Pricing pricing,
            @Nullable List<String> allowedExecutorIds,
            @Nullable String routingPolicy,
            @Nullable List<String> tags,
            @Nullable Integer maxConcurrency,
            int timeoutSeconds,
            int attempts,
            @Nullable Upstream upstream) {}

    /**
     * @param points what one unit costs in points
     * @param unitsFrom the input that says how many units a call orders, or {@code images}: as many as pictures are sent;
     *     null if it is always one
     */
    public record Pricing(
            String currency,
            String unit,
            BigDecimal listPrice,
            @Nullable BigDecimal discountPrice,
            long points,
            @Nullable String unitsFrom) {}

    /**
     * What of somebody else's is called.
     *
     * @param endpoint where it is offered
     * @param model its name there
     * @param documentation the public page that says so
     */
    public record Upstream(
            @Nullable String endpoint,
            @Nullable String model,
            @Nullable String documentation) {}

    /** The form of an ability: what a client shows and what the server checks. */
    public record InputSchema(List<Field> fields) {

        public InputSchema {
            fields = fields == null ? List.of() : List.copyOf(fields);
        }
    }

    /**
     * @param type text, textarea, number, integer, switch, select, image, images, color or json
     * @param min of a number; of a text the least characters, of images the least pictures
     * @param max of a number; of a text the most characters, of images the most pictures
     * @param step by which a form moves a number; the server takes any
     */
    public record Field(
            String name,
            String type,
            String label,
            String labelEn,
            @Nullable String description,
            Boolean required,
            @JsonProperty("default") @Nullable Object defaultValue,
            @Nullable List<Option> options,
            @Nullable Double min,
            @Nullable Double max,
            @Nullable Double step) {

        public Field {
            label = label == null ? name : label;
            labelEn = labelEn == null ? label : labelEn;
            required = required != null && required;
        }
    }

    /** One choice of a select field. */
    public record Option(Object value, String label) {

        public Option {
            label = label == null ? String.valueOf(value) : label;
        }
    }
}
