package com.podi.ability.executor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** An executor as administrators see it. */
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
        Instant createdAt,
        Instant updatedAt) {

    static ExecutorView of(Executor executor) {
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
                executor.createdAt(),
                executor.updatedAt());
    }
}
