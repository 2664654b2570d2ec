package com.podi.taskworker.queue;

import java.util.List;

/** What a completed task produced; the bytes lie in the object store. */
public record TaskResult(List<StoredImage> images, long durationMs) {

    /** One picture of the result. */
    public record StoredImage(
            String objectKey, String fileName, String contentType, int width, int height, long sizeBytes) {}

    public TaskResult {
        images = List.copyOf(images);
    }
}
