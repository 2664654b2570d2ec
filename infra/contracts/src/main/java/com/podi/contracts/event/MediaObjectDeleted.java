package com.podi.contracts.event;

import java.time.Instant;

/** A picture was deleted by its owner: neither its record nor its bytes are there any more. */
public record MediaObjectDeleted(String objectId, String objectKey, String userId, String taskId, Instant deletedAt)
        implements MediaObjectEvent {

    public static final String TYPE = "media.object.deleted";

    @Override
    public String type() {
        return TYPE;
    }
}
