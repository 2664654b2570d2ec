package com.podi.contracts.ability;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs, fixed when it is submitted.
 *
 * @param unit per_image, per_call or per_second
 * @param list price of one unit for everybody
 * @param discount price of one unit where it differs from the list
 * @param units how many units are expected
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

    /** What is charged when fewer units than expected were produced; a begun point counts whole. */
    public long pointsFor(int producedUnits) {
        long produced = Math.min(producedUnits, units);
        return -Math.floorDiv(-Math.multiplyExact(points, produced), units);
    }
}
