package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task as it comes in; it waits as {@code pending} until its points are frozen and its pictures are there.
 *
 * @param operationId of the call that submits it, so that a repeat of the call finds it again
 * @param awaitedUploads keys of pictures that were granted but are not there yet
 */
public record NewTask(
        String taskId,
        String userId,
        Plan plan,
        List<TaskImage> images,
        JsonNode metadata,
        Timing timing,
        @Nullable BatchPlace batch,
        @Nullable String retryOf,
        String operationId,
        List<String> awaitedUploads,
        String logId,
        @Nullable String traceId) {

    /**
     * @param priority among the tasks of the same user; the higher one runs first
     * @param notBefore when it may start at the earliest
     * @param cancelAfter when it is to be canceled, counted from now; null leaves the longest life a task may have
     */
    public record Timing(
            int priority,
            @Nullable Instant notBefore,
            @Nullable Duration cancelAfter) {

        public static final Timing AT_ONCE = new Timing(0, null, null);
    }

    /** @param number of the task among those of the batch, from 0 */
    public record BatchPlace(String batchId, int number) {}

    public NewTask {
        images = List.copyOf(images);
        awaitedUploads = List.copyOf(awaitedUploads);
    }
}
