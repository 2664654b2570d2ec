package com.podi.wallet.account;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.wallet.ledger.EntryType;
import com.podi.wallet.ledger.Movement;
import com.podi.wallet.ledger.Movement.Purpose;

/** The points of one user, locked in the database; every method either does all it says and names the movement, or nothing. */
final class Account {

    private final String userId;
    private long available;
    private long frozen;
    private long granted;
    private long spent;
    private long released;
    private long entries;

    Account(String userId, long available, long frozen, long granted, long spent, long released, long entries) {
        this.userId = userId;
        this.available = available;
        this.frozen = frozen;
        this.granted = granted;
        this.spent = spent;
        this.released = released;
        this.entries = entries;
    }

    String userId() {
        return userId;
    }

    long granted() {
        return granted;
    }

    long spent() {
        return spent;
    }

    long released() {
        return released;
    }

    long entries() {
        return entries;
    }

    Balance balance() {
        return new Balance(available, frozen);
    }

    /** @param points less than none are taken away */
    Movement grant(long points, Purpose purpose) {
        mustHave(-points);
        return move(EntryType.GRANT, points, 0, purpose);
    }

    Movement freeze(long points, Purpose purpose) {
        mustHave(points);
        return move(EntryType.FREEZE, -points, points, purpose);
    }

    Movement spendFrozen(long points, Purpose purpose) {
        return move(EntryType.CHARGE, 0, -points, purpose);
    }

    /** @param why RELEASE or EXPIRE */
    Movement unfreeze(long points, EntryType why, Purpose purpose) {
        return move(why, points, -points, purpose);
    }

    private void mustHave(long points) {
        if (available < points) {
            throw ErrorCode.WALLET_INSUFFICIENT.because("%s has %d, needs %d", userId, available, points);
        }
    }

    private Movement move(EntryType type, long availableDelta, long frozenDelta, Purpose purpose) {
        long nextAvailable = Math.addExact(available, availableDelta);
        long nextFrozen = Math.addExact(frozen, frozenDelta);
        if (nextAvailable < 0 || nextFrozen < 0) {
            throw new IllegalStateException(
                    "account %s cannot move %d/%d".formatted(userId, availableDelta, frozenDelta));
        }
        available = nextAvailable;
        frozen = nextFrozen;
        entries++;
        switch (type) {
            case GRANT -> granted += availableDelta;
            case CHARGE -> spent -= frozenDelta;
            case RELEASE, EXPIRE -> released += availableDelta;
            case FREEZE -> {
                // only the balances know of it
            }
        }
        return new Movement(Ids.next("txn"), userId, entries, type, availableDelta, frozenDelta, available, purpose);
    }
}
