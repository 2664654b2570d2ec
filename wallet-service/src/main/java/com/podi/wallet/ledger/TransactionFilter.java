package com.podi.wallet.ledger;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
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

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Text OUT_OF_RANGE = new Text("必须在公元1年至9999年之间", "must lie in the years 1 to 9999");

    TransactionFilter {
        mustBeADate("from", from);
        mustBeADate("to", to);
    }

    boolean isOpen() {
        return type == null && from == null && to == null;
    }

    /** All of them, where none is named. */
    String[] types() {
        return type == null
                ? Stream.of(EntryType.values()).map(EntryType::name).toArray(String[]::new)
                : new String[] {type.name()};
    }

    Timestamp fromTimestamp() {
        return Timestamp.from(Objects.requireNonNullElse(from, FIRST));
    }

    Timestamp toTimestamp() {
        return Timestamp.from(Objects.requireNonNullElse(to, LAST));
    }

    /** The database knows fewer years than Java does. */
    private static void mustBeADate(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw ErrorCode.BAD_PARAMETER.at(field, OUT_OF_RANGE);
        }
    }
}
