package com.podi.media.object;

import com.podi.contracts.media.MediaObjectView;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** @param thumbnailUrl a link for an hour; null until the thumbnail is made, and where none could be made */
record ListedObject(
        String id,
        String objectKey,
        String userId,
        String taskId,
        String fileName,
        String contentType,
        long sizeBytes,
        int width,
        int height,
        Instant createdAt,
        @Nullable URI thumbnailUrl) {

    static ListedObject of(MediaObjectView object, @Nullable URI thumbnailUrl) {
        return new ListedObject(
                object.id(),
                object.objectKey(),
                object.userId(),
                object.taskId(),
                object.fileName(),
                object.contentType(),
                object.sizeBytes(),
                object.width(),
                object.height(),
                object.createdAt(),
                thumbnailUrl);
    }
}
