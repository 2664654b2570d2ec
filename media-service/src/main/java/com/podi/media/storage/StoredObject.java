package com.podi.media.storage;

/**
 * Bytes in the store.
 *
 * @param etag changes when the bytes do
 */
public record StoredObject(String key, long sizeBytes, String etag) {}
