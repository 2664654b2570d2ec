package com.podi.ability.executor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A node or an account that runs abilities of one provider.
 *
 * @param type the provider whose abilities it runs
 * @param weight its share where work is spread by weight
 * @param maxConcurrency how many calls it takes at once, from everybody together
 * @param config what its provider's adapter needs; no secrets
 */
public record Executor(
        String id,
        String name,
        String type,
        String baseUrl,
        String status,
        int weight,
        int maxConcurrency,
        List<String> tags,
        JsonNode config,
        List<String> apiKeyIds,
        int revision,
        Instant createdAt,
        Instant updatedAt,
        Health health) {

    /**
     * @param status null until it was asked once
     * @param failures in a row
     * @param trips how often in a row it was taken out of service for what came of real work; while this is not 0, the
     *     next work decides
     */
    public record Health(
            @Nullable Instant checkedAt, @Nullable String status, int failures, int trips) {

        static final String HEALTHY = "healthy";
        static final String UNHEALTHY = "unhealthy";

        /** Nobody knows of anything against it. */
        public boolean isGood() {
            return !UNHEALTHY.equals(status);
        }
    }

    public boolean isActive() {
        return status.equals("active");
    }

    boolean isAvailable() {
        return isActive() && health.isGood();
    }
}
