package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task as it stands in the table.
 *
 * @param points what is frozen for it
 * @param statusSequence rises with every change of the status
 * @param attempt how often it was started; also the fence against workers that come back too late
 */
public record AbilityTask(
        String taskId,
        String userId,
        Plan plan,
        List<TaskImage> images,
        JsonNode metadata,
        long points,
        @Nullable String holdId,
        String logId,
        @Nullable String traceId,
        TaskStatus status,
        int statusSequence,
        int progress,
        int attempt,
        @Nullable TaskResult result,
        @Nullable ErrorCode error,
        Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt) {

    public boolean hasEnded() {
        return status.isTerminal();
    }
}
