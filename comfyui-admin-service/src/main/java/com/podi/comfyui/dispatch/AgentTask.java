package com.podi.comfyui.dispatch;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Work for one agent.
 *
 * @param manifestRevision the one that was present when the task was made
 * @param nonce stands in the one token that is good for this task
 * @param expired whether its time is over, even if nobody has written that down yet
 */
record AgentTask(
        String id,
        String agentId,
        @Nullable String manifestId,
        @Nullable Integer manifestRevision,
        List<String> actions,
        TaskStatus status,
        String nonce,
        Instant expiresAt,
        boolean expired,
        Pushes pushes,
        double progress,
        Result result,
        String createdBy,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    /** Nobody has begun to push it since. */
    boolean isAtTheSamePushAs(AgentTask before) {
        return nonce.equals(before.nonce) && Objects.equals(pushes.lastAt(), before.pushes.lastAt());
    }

    /**
     * @param attempts since the task was made, was pushed anew, or its agent became free
     * @param lastError a word for why the last one did not get through
     */
    record Pushes(
            int attempts,
            @Nullable Instant lastAt,
            @Nullable String lastError,
            Instant nextAt,
            boolean underWay) {}

    /** What the agent said at the end. */
    record Result(
            @Nullable JsonNode summary,
            @Nullable JsonNode synced,
            @Nullable String errorCode,
            @Nullable String errorMessage,
            @Nullable JsonNode failedItems) {}
}
