package com.podi.taskworker.history;

import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskResult.StoredImage;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** All there is to see of one task, in the shape of the document. */
record TaskDetails(
        String id,
        String action,
        String status,
        int progress,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        JsonNode params,
        List<InputImage> inputImages,
        @Nullable Result result,
        List<LogLine> logs) {

    record InputImage(String filename, long size, @Nullable String url) {}

    record Result(List<OutputImage> outputImages, Map<String, Object> metadata) {}

    record OutputImage(@Nullable String url, String filename, long size, int width, int height) {}

    record LogLine(Instant timestamp, String level, String message) {}

    static TaskDetails of(AbilityTask task, Map<String, String> links, List<LogLine> logs) {
        return new TaskDetails(
                task.taskId(),
                task.plan().action(),
                task.status().word(),
                task.progress(),
                task.createdAt(),
                task.startedAt(),
                task.finishedAt(),
                task.plan().inputs(),
                task.images().stream()
                        .map(image -> new InputImage(
                                image.fileName(),
                                image.sizeBytes(),
                                image.objectKey() == null ? null : links.get(image.objectKey())))
                        .toList(),
                task.result() == null ? null : result(task, links),
                List.copyOf(logs));
    }

    private static Result result(AbilityTask task, Map<String, String> links) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("processingTime", task.result().durationMs() / 1000.0);
        task.plan().inputs().properties().forEach(input -> metadata.put(input.getKey(), input.getValue()));
        return new Result(
                task.result().images().stream()
                        .map(image -> output(image, links.get(image.objectKey())))
                        .toList(),
                metadata);
    }

    private static OutputImage output(StoredImage image, @Nullable String url) {
        return new OutputImage(url, image.fileName(), image.sizeBytes(), image.width(), image.height());
    }
}
