package com.podi.wallet.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A movement of points that is to be written down.
 *
 * @param entryNo its number among the entries of the user, from 1
 * @param balanceAfter points the user can spend after it
 */
public record Movement(
        String entryId,
        String userId,
        long entryNo,
        EntryType type,
        long availableDelta,
        long frozenDelta,
        long balanceAfter,
        Purpose purpose) {

    /**
     * What points are moved for.
     *
     * @param onceKey refuses a second movement with the same key
     */
    public record Purpose(
            @Nullable String holdId,
            @Nullable String taskId,
            @Nullable String action,
            @Nullable String reason,
            @Nullable String onceKey) {

        public static Purpose grant(String reason, String onceKey) {
            return new Purpose(null, null, null, reason, onceKey);
        }

        public static Purpose hold(String holdId, String taskId, String action, @Nullable String reason) {
            return new Purpose(holdId, taskId, action, reason, null);
        }
    }
}
