package com.podi.media.grant;

import com.podi.contracts.media.Purpose;
import com.podi.media.picture.FileType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Leave of a user to put one picture under one key.
 *
 * @param grantedAt which of all the times that the key was given; null before it is
 */
public record Grant(
        String objectKey,
        String userId,
        String taskId,
        String fileName,
        FileType type,
        long maxSizeBytes,
        Purpose purpose,
        GrantState state,
        @Nullable Instant grantedAt) {

    public static Grant open(
            String objectKey,
            String userId,
            String taskId,
            String fileName,
            FileType type,
            long maxSizeBytes,
            Purpose purpose) {
        return new Grant(objectKey, userId, taskId, fileName, type, maxSizeBytes, purpose, GrantState.GRANTED, null);
    }

    /** Of a picture that is recorded already: it leads to the same record. */
    public Grant used() {
        return new Grant(objectKey, userId, taskId, fileName, type, maxSizeBytes, purpose, GrantState.STORED, null);
    }

    public boolean isOpen() {
        return state == GrantState.GRANTED;
    }
}
