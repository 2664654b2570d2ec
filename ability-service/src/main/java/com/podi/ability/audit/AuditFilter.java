package com.podi.ability.audit;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which changes are wanted; what is absent does not matter.
 *
 * @param from inclusive
 * @param to exclusive
 */
record AuditFilter(
        @Nullable @Size(max = 64) String kind,
        @Nullable @Size(max = 64) String recordId,
        @Nullable @Size(max = 64) String actor,
        @Nullable @Size(max = 64) String action,
        @Nullable Instant from,
        @Nullable Instant to) {

    private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Text OUT_OF_RANGE = new Text("必须在公元1年至9999年之间", "must lie in the years 1 to 9999");

    /** The database knows fewer years than Java does. */
    void mustNameDates() {
        mustBeADate("from", from);
        mustBeADate("to", to);
    }

    private static void mustBeADate(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw ErrorCode.BAD_PARAMETER.at(field, OUT_OF_RANGE);
        }
    }
}
