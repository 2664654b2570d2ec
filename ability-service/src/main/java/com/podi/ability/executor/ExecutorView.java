package com.podi.ability.executor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An executor as administrators see it.
 *
 * @param successRate of the attempts of the last hour, from 0 to 1; those do not count that failed for their input
 * @param avgDurationMs of the calls that it completed in the last hour
 */
record ExecutorView(
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
        @Nullable Instant lastHealthCheckAt,
        @Nullable String lastHealthStatus,
        @Nullable Double successRate,
        @Nullable Long avgDurationMs,
        Instant createdAt,
        Instant updatedAt) {

    /** @param figures null if it did nothing lately */
    static ExecutorView of(Executor executor, Outcomes.@Nullable Figures figures) {
        return new ExecutorView(
                executor.id(),
                executor.name(),
                executor.type(),
                executor.baseUrl(),
                executor.status(),
                executor.weight(),
                executor.maxConcurrency(),
                executor.tags(),
                executor.config(),
                executor.apiKeyIds(),
                executor.revision(),
                executor.health().checkedAt(),
                executor.health().status(),
                figures == null ? null : figures.successRate(),
                figures == null || figures.avgDurationMs() == 0 ? null : figures.avgDurationMs(),
                executor.createdAt(),
                executor.updatedAt());
    }
}
