package com.podi.contracts.media;

import java.time.Instant;

/**
 * A stored file as callers see it.
 *
 * @param width 0 of what is no picture, as is its height
 */
public record MediaObjectView(
        String id,
        String objectKey,
        String userId,
        String taskId,
        String fileName,
        String contentType,
        long sizeBytes,
        int width,
        int height,
        Instant createdAt) {}
