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
 * @param queuePosition about how many tasks are before it; null when it does not wait
 * @param cancelRequested whether it ends as soon as its executor has let go
 * @param originalTaskId the task that it repeats
 * @param completedAt when it ended, however it did
 * @param deadlineAt when it ends at the latest
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
        int priority,
        boolean cancelRequested,
        @Nullable String batchId,
        @Nullable String originalTaskId,
        @Nullable String executorId,
        JsonNode params,
        JsonNode metadata,
        @Nullable InvokeResponse resultPayload,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant createdAt,
        @Nullable Instant queuedAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        Instant deadlineAt,
        Urls urls) {

    public record Urls(String self, String cancel, String events) {}

    public static TaskView of(
            AbilityTask task, @Nullable Long queuePosition, @Nullable InvokeResponse result, Locale locale) {
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
                task.priority(),
                task.cancelRequested(),
                task.batchId(),
                task.retryOf(),
                task.executorId(),
                task.plan().inputs(),
                task.metadata(),
                result,
                task.error() == null ? null : task.error().code(),
                task.errorMessage() == null ? null : task.errorMessage().in(locale),
                task.createdAt(),
                task.queuedAt(),
                task.startedAt(),
                task.finishedAt(),
                task.deadlineAt(),
                new Urls(self, self + "/cancel", self + "/events"));
    }
}
