package com.podi.wallet.hold;

import com.podi.wallet.account.Accounts;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Points of a user that wait for the end of a task.
 *
 * @param frozenBy the service or user that made the hold and alone may decide it
 * @param chargedPoints what was taken of it, once it is confirmed
 */
record Hold(
        String holdId,
        String frozenBy,
        String userId,
        String taskId,
        String action,
        long points,
        long chargedPoints,
        HoldStatus status,
        Instant expiresAt) {

    Accounts.Purpose purpose(@Nullable String reason) {
        return new Accounts.Purpose(holdId, taskId, action, reason);
    }

    Hold ended(HoldStatus next, long charged) {
        return new Hold(holdId, frozenBy, userId, taskId, action, points, charged, next, expiresAt);
    }
}
