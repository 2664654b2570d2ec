package com.podi.contracts.error;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Times that can be kept: a database knows fewer years than Java does. */
public final class Times {

    public static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
    public static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Text OUT_OF_RANGE = new Text("必须在公元1年至9999年之间", "must lie in the years 1 to 9999");

    private Times() {}

    /** Refuses one that cannot, as the field that it was given in. */
    public static void check(String field, @Nullable Instant time) {
        if (time != null && (time.isBefore(FIRST) || time.isAfter(LAST))) {
            throw ErrorCode.BAD_PARAMETER.at(field, OUT_OF_RANGE);
        }
    }
}
