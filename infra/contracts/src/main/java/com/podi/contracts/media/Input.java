package com.podi.contracts.media;

import org.jspecify.annotations.Nullable;

/**
 * A picture that a user may have worked on.
 *
 * @param objectKey where it lies in our store, or is about to; null if it lies elsewhere
 * @param object null if it lies elsewhere, or the user was granted its upload and has not ended it yet
 */
public record Input(@Nullable String objectKey, @Nullable MediaObjectView object) {

    public static Input elsewhere() {
        return new Input(null, null);
    }
}
