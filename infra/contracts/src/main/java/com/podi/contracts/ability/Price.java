package com.podi.contracts.ability;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs, fixed when it is submitted.
 *
 * @param unit per_image, per_call or per_second
 * @param list price of one unit for everybody
 * @param discount price of one unit where it differs from the list
 * @param units how many units are ordered
 * @param amount price of all of them, {@code (discount or list) × units}
 * @param points the same in points, {@code ceil(amount × points per currency unit)}
 */
public record Price(
        String currency,
        String unit,
        BigDecimal list,
        @Nullable BigDecimal discount,
        int units,
        BigDecimal amount,
        long points) {

    public static final String PER_SECOND = "per_second";

    private static final String PER_CALL = "per_call";

    /**
     * How many units a call has used that has succeeded: never more than were expected.
     *
     * @param used pictures that were produced, or seconds; a call is a call
     */
    public int unitsFor(int used) {
        return unit.equals(PER_CALL) ? units : Math.min(used, units);
    }

    /** What is charged for a call that has succeeded; a begun point counts whole. */
    public long pointsFor(int used) {
        return -Math.floorDiv(-Math.multiplyExact(points, (long) unitsFor(used)), units);
    }
}
