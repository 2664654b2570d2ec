package com.podi.wallet.hold;

import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.starter.id.Ids;
import com.podi.wallet.account.Balance;
import com.podi.wallet.ledger.Movement.Purpose;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Points of a user that wait for the end of a task.
 *
 * @param key what the hold is for; the same is frozen once
 * @param chargedPoints what was taken of it, once it is confirmed
 */
record Hold(
        String holdId,
        Key key,
        @Nullable String channel,
        long points,
        long chargedPoints,
        HoldStatus status,
        Instant expiresAt) {

    private static final int LANE_DIGITS = 2;
    private static final int HEXADECIMAL = 16;

    /** @param frozenBy the service or user that makes the hold and alone may decide it */
    record Key(String frozenBy, String userId, String taskId, String action) {

        static Key of(String frozenBy, FreezeRequest request) {
            return new Key(frozenBy, request.userId(), request.taskId(), request.action());
        }
    }

    static Hold of(Key key, FreezeRequest request, Instant expiresAt) {
        return new Hold(newId(key.userId()), key, request.channel(), request.points(), 0, HoldStatus.HELD, expiresAt);
    }

    Hold ended(HoldStatus next, long charged) {
        return new Hold(holdId, key, channel, points, charged, next, expiresAt);
    }

    String userId() {
        return key.userId();
    }

    HoldView view(Balance balance) {
        return new HoldView(holdId, balance.available(), balance.frozen(), status.name(), expiresAt);
    }

    Purpose purpose(@Nullable String reason) {
        return Purpose.hold(holdId, key.taskId(), key.action(), reason);
    }

    /** All that concerns one account goes through one lane, and the id of a hold says through which. */
    private static String newId(String userId) {
        return Ids.next("hold") + "%02x".formatted(laneOfUser(userId));
    }

    static int laneOfUser(String userId) {
        return Math.floorMod(userId.hashCode(), HEXADECIMAL * HEXADECIMAL);
    }

    /** Any will do for an id that none of us made. */
    static int laneOf(String holdId) {
        try {
            return Integer.parseInt(holdId, holdId.length() - LANE_DIGITS, holdId.length(), HEXADECIMAL);
        } catch (IndexOutOfBoundsException | NumberFormatException foreign) {
            return 0;
        }
    }
}
