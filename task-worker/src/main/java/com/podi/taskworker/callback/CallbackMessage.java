package com.podi.taskworker.callback;

import com.podi.taskworker.history.InvokeResponse;
import com.podi.taskworker.queue.AbilityTask;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a callback says.
 *
 * @param requestId the trace id of the call
 * @param durationMs how long the work took
 * @param result of a completed task
 * @param error of a failed one
 * @param timestamp when the task ended
 */
record CallbackMessage(
        String type,
        String status,
        String abilityId,
        String provider,
        @Nullable String requestId,
        String taskId,
        String logId,
        long durationMs,
        @Nullable InvokeResponse result,
        @Nullable Failure error,
        Instant timestamp) {

    record Failure(String code, String message) {

        private static @Nullable Failure of(AbilityTask task, Locale language) {
            return task.error() == null || task.errorMessage() == null
                    ? null
                    : new Failure(task.error().code(), task.errorMessage().in(language));
        }
    }

    static String typeOf(AbilityTask task) {
        return "task." + task.status().word();
    }

    static CallbackMessage of(AbilityTask task, @Nullable InvokeResponse result, Locale language) {
        Instant finishedAt = Objects.requireNonNull(task.finishedAt(), "the task has not ended");
        return new CallbackMessage(
                typeOf(task),
                task.status().word(),
                task.plan().abilityId(),
                task.plan().provider(),
                task.traceId(),
                task.taskId(),
                task.logId(),
                result == null ? durationMs(task.startedAt(), finishedAt) : result.durationMs(),
                result,
                Failure.of(task, language),
                finishedAt.truncatedTo(ChronoUnit.SECONDS));
    }

    private static long durationMs(@Nullable Instant startedAt, Instant finishedAt) {
        return startedAt == null ? 0 : Duration.between(startedAt, finishedAt).toMillis();
    }
}
