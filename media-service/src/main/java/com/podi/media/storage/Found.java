package com.podi.media.storage;

import java.time.Instant;

/** An object that lies in the store, whether we know of it or not. */
public record Found(String key, Instant writtenAt) {}
