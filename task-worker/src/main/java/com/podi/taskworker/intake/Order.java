package com.podi.taskworker.intake;

import com.podi.taskworker.queue.NewTask;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to have done, and when.
 *
 * @param path where the caller wrote it in the request, such as {@code items[3].}; empty for a single one
 * @param taskId the caller's own name for the task
 * @param callbackField where the caller wrote whom to tell of the end
 */
record Order(
        String path,
        String abilityId,
        @Nullable String taskId,
        InvokeRequest request,
        NewTask.Timing timing,
        String callbackField) {

    private static final String CALLBACK = "callbackUrl";

    static Order of(String abilityId, InvokeRequest request, @Nullable Duration cancelAfter) {
        return new Order("", abilityId, null, request, new NewTask.Timing(0, null, cancelAfter), CALLBACK);
    }

    static Order of(TaskRequest request, @Nullable Duration cancelAfter) {
        return of("", request, cancelAfter, CALLBACK);
    }

    /** @param callbackUrl of the batch, for tasks that have none of their own */
    static Order inBatch(
            int number, TaskRequest request, @Nullable String callbackUrl, @Nullable Duration cancelAfter) {
        String path = "items[%d].".formatted(number);
        return of(
                path,
                request.orCallback(callbackUrl),
                cancelAfter,
                request.callbackUrl() == null ? CALLBACK : path + CALLBACK);
    }

    private static Order of(String path, TaskRequest request, @Nullable Duration cancelAfter, String callbackField) {
        return new Order(
                path,
                request.abilityId(),
                request.taskId(),
                request.invocation(),
                new NewTask.Timing(Objects.requireNonNullElse(request.priority(), 0), request.notBefore(), cancelAfter),
                callbackField);
    }
}
