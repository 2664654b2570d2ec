package com.podi.contracts.event;

import java.time.Instant;

/** A picture was deleted by its owner: neither its record nor its bytes are there any more. */
public record MediaObjectDeleted(String objectId, String objectKey, String userId, String taskId, Instant deletedAt)
        implements EventData {

    public static final String TYPE = "media.object.deleted";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.MEDIA_OBJECT;
    }

    @Override
    public String aggregateId() {
        return objectId;
    }
}
