package com.podi.contracts.media;

import java.time.Instant;

/** A stored picture as callers see it. */
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
