package com.podi.media.quota;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;

/** What a user stores, and how much that may be. */
public record Usage(String userId, long usedBytes, long allowedBytes) {

    public void mustHaveRoomFor(long bytes) {
        if (bytes > allowedBytes - usedBytes) {
            throw full(userId, bytes);
        }
    }

    static PodiException full(String userId, long bytes) {
        return ErrorCode.STORAGE_FULL.because("no room for %d bytes of %s", bytes, userId);
    }
}
