package com.podi.contracts.task;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as its owner sees it.
 *
 * @param status pending, queued, running, completed, failed or canceled
 * @param progress in percent
 * @param executorId null before one has taken it, and where none is needed
 * @param resultPayload only of a completed task
 */
public record TaskView(
        String taskId,
        String status,
        int progress,
        @Nullable String executorId,
        @Nullable Result resultPayload,
        @Nullable String errorCode,
        @Nullable String errorMessage) {

    /** @param requestId the trace id of the call */
    public record Result(
            @Nullable String requestId, String logId, List<Image> images, List<Image> videos, List<String> texts) {

        public Result {
            images = List.copyOf(images);
            videos = videos == null ? List.of() : List.copyOf(videos);
            texts = List.copyOf(texts);
        }
    }

    /** @param url a link that anybody may open for a day; null if what it led to has been deleted */
    public record Image(@Nullable String url) {}

    public boolean hasEnded() {
        return switch (status) {
            case "completed", "failed", "canceled" -> true;
            default -> false;
        };
    }
}
