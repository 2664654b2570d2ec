package com.podi.ability.audit;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One change.
 *
 * @param kind ability, executor, workflow or workflow_binding
 * @param action created, changed, deleted, or seeded for what came with a release
 * @param actor the user who did it, or the service that told of it
 * @param changedFields the fields that are not what they were
 * @param document the record after the change; null in lists
 */
record AuditEntry(
        String id,
        String kind,
        String recordId,
        int revision,
        String action,
        String actor,
        Instant changedAt,
        List<String> changedFields,
        @Nullable JsonNode document) {}
