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
 * @param lane where it waits or runs
 * @param points what is frozen for it
 * @param statusSequence rises with every change of the status
 * @param attempt how often it was started; also the fence against workers that come back too late
 * @param forgiven how many attempts do not count, since their worker was told to stop or was lost
 * @param losses how many workers were lost with it
 * @param cancelRequested whether its owner wants it to end; it does when its executor has let go
 * @param retryOf the task that it repeats
 */
public record AbilityTask(
        String taskId,
        String userId,
        Plan plan,
        List<TaskImage> images,
        JsonNode metadata,
        String lane,
        int priority,
        @Nullable String batchId,
        @Nullable String retryOf,
        @Nullable String operationId,
        long points,
        @Nullable String holdId,
        String logId,
        @Nullable String traceId,
        TaskStatus status,
        int statusSequence,
        int progress,
        int attempt,
        int forgiven,
        int losses,
        boolean cancelRequested,
        @Nullable TaskResult result,
        @Nullable ErrorCode error,
        Instant createdAt,
        @Nullable Instant queuedAt,
        Instant dueAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant deadlineAt,
        boolean cancelAtDeadline) {

    private static final int MOST_LOSSES = 5;

    public boolean hasEnded() {
        return status.isTerminal();
    }

    /** Whether the work may be started once more. */
    public boolean mayStartAgain() {
        return attempt - forgiven < plan.limits().attempts();
    }

    /** Whether it may be what its workers died of. */
    public boolean hasLostTooManyWorkers() {
        return losses >= MOST_LOSSES;
    }

    /** Whether its place was one of only so many: an executor's, or an ability's that has a limit. */
    boolean mayHaveKeptOthersWaiting() {
        return executorId() != null || plan.limits().maxConcurrency() != null;
    }

    /** The executor that it waits for or runs on; null for the built-in tools, which need none. */
    public @Nullable String executorId() {
        return Lane.isBuiltIn(lane) ? null : lane;
    }
}
