package com.podi.ability.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key as administrators see it.
 *
 * @param key masked
 * @param secretVersion how many it has had, the present one counted
 * @param usedToday how often it was handed out since midnight UTC
 * @param restsUntil until when it is left alone, since its provider has throttled it
 */
record ApiKeyView(
        String id,
        String provider,
        String name,
        String key,
        int secretVersion,
        ApiKeyStatus status,
        @Nullable Integer dailyQuota,
        long usedToday,
        @Nullable Instant expireAt,
        @Nullable Instant restsUntil,
        @Nullable Instant lastUsedAt,
        int revision,
        Instant createdAt,
        Instant updatedAt) {}
