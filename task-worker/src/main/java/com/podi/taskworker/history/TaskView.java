package com.podi.taskworker.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task as its owner sees it.
 *
 * @param statusSequence rises with every change of the status, so that late news can be told from new
 * @param queuePosition how many tasks are before it; null when it does not wait
 */
public record TaskView(
        String id,
        String taskId,
        @JsonProperty("task_id") String taskIdAsTheDocumentHasIt,
        String abilityId,
        String provider,
        String action,
        String status,
        int statusSequence,
        int progress,
        @Nullable Long queuePosition,
        JsonNode params,
        JsonNode metadata,
        @Nullable InvokeResponse resultPayload,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        Urls urls) {

    public record Urls(String self, String events) {}

    static TaskView of(AbilityTask task, @Nullable Long queuePosition, @Nullable InvokeResponse result, Locale locale) {
        String self = "/api/ability-tasks/" + task.taskId();
        return new TaskView(
                task.taskId(),
                task.taskId(),
                task.taskId(),
                task.plan().abilityId(),
                task.plan().provider(),
                task.plan().action(),
                task.status().word(),
                task.statusSequence(),
                task.progress(),
                task.status() == TaskStatus.QUEUED ? queuePosition : null,
                task.plan().inputs(),
                task.metadata(),
                result,
                task.error() == null ? null : task.error().code(),
                task.error() == null ? null : task.error().message().in(locale),
                task.createdAt(),
                task.queuedAt(),
                task.startedAt(),
                task.finishedAt(),
                new Urls(self, self + "/events"));
    }
}
