package com.podi.media.storage;

import java.time.Duration;
import java.util.Map;

/**
 * What clients may put: one object of this key and type, of at most so many bytes.
 *
 * @param meta what the store is to repeat when it calls back, if it is one that does
 */
public record UploadOffer(String key, String contentType, long maxSizeBytes, Duration ttl, Map<String, String> meta) {

    public UploadOffer {
        meta = Map.copyOf(meta);
    }
}
