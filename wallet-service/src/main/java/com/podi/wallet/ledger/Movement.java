package com.podi.wallet.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A movement of points that is to be written down.
 *
 * @param balanceAfter points the user can spend after it
 * @param onceKey refuses a second movement with the same key
 */
public record Movement(
        String userId,
        EntryType type,
        long availableDelta,
        long frozenDelta,
        long balanceAfter,
        @Nullable String holdId,
        @Nullable String taskId,
        @Nullable String action,
        @Nullable String reason,
        @Nullable String onceKey) {}
