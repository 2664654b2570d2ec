package com.podi.contracts.event;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An attempt at a task has failed, and its executor is to blame: it broke off, or took too long. The task may have been
 * tried again since, there or elsewhere; what its caller did wrong is never told here.
 *
 * @param attempt its number
 * @param errorCode {@code EXECUTOR_ERROR} or {@code EXECUTOR_TIMEOUT}
 * @param startedAt null where it is not told
 */
public record AttemptFailed(
        String taskId,
        int attempt,
        String abilityId,
        String executorId,
        String errorCode,
        @Nullable Instant startedAt,
        Instant failedAt)
        implements EventData {

    public static final String TYPE = "task.attempt-failed";

    public Instant begunAt() {
        return Objects.requireNonNullElse(startedAt, failedAt);
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.TASK;
    }

    @Override
    public String aggregateId() {
        return taskId;
    }
}
