package com.podi.ability.catalog;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Money in points: one point is a hundredth of a yuan, and a begun point counts whole. */
final class Points {

    private static final BigDecimal PER_YUAN = BigDecimal.valueOf(100);

    private Points() {}

    static long of(BigDecimal yuan) {
        return yuan.multiply(PER_YUAN).setScale(0, RoundingMode.CEILING).longValueExact();
    }
}
