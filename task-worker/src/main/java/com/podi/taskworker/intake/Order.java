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
 */
record Order(String path, String abilityId, @Nullable String taskId, InvokeRequest request, NewTask.Timing timing) {

    static Order of(String abilityId, InvokeRequest request, @Nullable Duration cancelAfter) {
        return new Order("", abilityId, null, request, new NewTask.Timing(0, null, cancelAfter));
    }

    static Order of(String path, TaskRequest request, @Nullable Duration cancelAfter) {
        return new Order(
                path,
                request.abilityId(),
                request.taskId(),
                request.invocation(),
                new NewTask.Timing(
                        Objects.requireNonNullElse(request.priority(), 0), request.notBefore(), cancelAfter));
    }
}
