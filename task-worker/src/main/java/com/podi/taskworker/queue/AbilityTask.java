package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
 * @param handle of work that was begun elsewhere, if any was
 * @param errorReason what its owner is told of the error beside what it says itself
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
        @Nullable Handle handle,
        @Nullable TaskResult result,
        @Nullable ErrorCode error,
        @Nullable Text errorReason,
        Instant createdAt,
        @Nullable Instant queuedAt,
        Instant dueAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant deadlineAt,
        boolean cancelAtDeadline) {

    private static final int MOST_LOSSES = 5;

    /**
     * Finds work again that was begun elsewhere.
     *
     * @param lane of the executor on which it was begun; for another one it means nothing
     * @param text opaque to all but the executor
     */
    public record Handle(String lane, String text) {}

    public boolean hasEnded() {
        return status.isTerminal();
    }

    /** What people are told of the error; null if there is none. */
    public @Nullable Text errorMessage() {
        if (error == null || errorReason == null) {
            return error == null ? null : error.message();
        }
        return new Text(
                error.message().zh() + "：" + errorReason.zh(), error.message().en() + ": " + errorReason.en());
    }

    /** The executor of a lane, as the plan has it; empty for the built-in tools. */
    public Optional<Plan.Candidate> candidateOf(String lane) {
        return plan.candidates().stream()
                .filter(candidate -> candidate.executorId().equals(lane))
                .findFirst();
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
