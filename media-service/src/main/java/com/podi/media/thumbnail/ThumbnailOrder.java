package com.podi.media.thumbnail;

/**
 * A picture that has no thumbnail yet.
 *
 * @param location of its bytes in the store
 * @param attempts this one included
 */
record ThumbnailOrder(String objectId, String location, int attempts) {

    String thumbnailKey() {
        return ThumbnailKeys.of(objectId);
    }
}
