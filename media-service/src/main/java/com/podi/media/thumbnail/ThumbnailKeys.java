package com.podi.media.thumbnail;

/** Where thumbnails lie in the store. */
final class ThumbnailKeys {

    private static final String PREFIX = "thumbnails/";
    private static final String SUFFIX = ".jpg";

    private ThumbnailKeys() {}

    static String of(String objectId) {
        return PREFIX + objectId + SUFFIX;
    }

    static boolean isOne(String key) {
        return key.startsWith(PREFIX) && key.endsWith(SUFFIX);
    }

    static String objectId(String key) {
        return key.substring(PREFIX.length(), key.length() - SUFFIX.length());
    }
}
