package com.podi.wallet.ledger;

import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of the ledger are wanted.
 *
 * @param from inclusive
 * @param to exclusive
 */
record TransactionFilter(
        String userId,
        @Nullable EntryType type,
        @Nullable Instant from,
        @Nullable Instant to) {

    @Nullable
    Timestamp fromTimestamp() {
        return from == null ? null : Timestamp.from(from);
    }

    @Nullable
    Timestamp toTimestamp() {
        return to == null ? null : Timestamp.from(to);
    }
}
