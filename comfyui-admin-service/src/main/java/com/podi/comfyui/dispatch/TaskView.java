package com.podi.comfyui.dispatch;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task as administrators see it. */
record TaskView(
        String id,
        String agentId,
        @Nullable String manifestId,
        @Nullable Integer manifestRevision,
        List<String> actions,
        String status,
        double progress,
        Instant expiresAt,
        int pushAttempts,
        @Nullable Instant lastPushAt,
        @Nullable String lastPushError,
        @Nullable Instant nextPushAt,
        @Nullable JsonNode summary,
        @Nullable JsonNode synced,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        @Nullable JsonNode failedItems,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    static TaskView of(AgentTask task) {
        return new TaskView(
                task.id(),
                task.agentId(),
                task.manifestId(),
                task.manifestRevision(),
                task.actions(),
                task.status().word(),
                task.progress(),
                task.expiresAt(),
                task.pushes().attempts(),
                task.pushes().lastAt(),
                task.pushes().lastError(),
                task.status() == TaskStatus.PENDING ? task.pushes().nextAt() : null,
                task.result().summary(),
                task.result().synced(),
                task.result().errorCode(),
                task.result().errorMessage(),
                task.result().failedItems(),
                task.createdBy(),
                task.createdAt(),
                task.updatedAt(),
                task.startedAt(),
                task.finishedAt());
    }
}
