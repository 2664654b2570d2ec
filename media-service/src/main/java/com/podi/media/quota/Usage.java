package com.podi.media.quota;

/** What a user stores, and how much that may be. */
public record Usage(String userId, long usedBytes, long allowedBytes) {}
