package com.podi.contracts.event;

import java.time.Instant;

/** A picture lies in the store, was checked and is recorded. */
public record MediaObjectStored(
        String objectId,
        String objectKey,
        String userId,
        String taskId,
        String contentType,
        long sizeBytes,
        Instant storedAt)
        implements MediaObjectEvent {

    public static final String TYPE = "media.object.stored";

    @Override
    public String type() {
        return TYPE;
    }
}
