package com.podi.contracts.media;

/**
 * How much a user may still store.
 *
 * @param freeBytes what is neither taken nor granted to uploads that are on their way
 */
public record Room(String userId, long freeBytes) {}
