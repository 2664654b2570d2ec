package com.podi.taskworker.queue;

import com.podi.contracts.ability.Plan;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A task as it comes in; it waits as {@code pending} until its points are frozen. */
public record NewTask(
        String taskId,
        String userId,
        Plan plan,
        List<TaskImage> images,
        JsonNode metadata,
        String logId,
        @Nullable String traceId) {

    public NewTask {
        images = List.copyOf(images);
    }
}
