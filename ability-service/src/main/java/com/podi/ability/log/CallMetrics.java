package com.podi.ability.log;

import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How some calls have fared.
 *
 * @param successRate completed ones among those that were carried out, from 0 to 1; null where there were none
 * @param p50Ms duration of the completed ones, exact to a tenth
 * @param p95Ms duration of the completed ones, exact to a tenth
 * @param cost by currency
 */
record CallMetrics(
        long count,
        long completed,
        long failed,
        long canceled,
        long rejected,
        @Nullable Double successRate,
        @Nullable Long p50Ms,
        @Nullable Long p95Ms,
        Map<String, BigDecimal> cost,
        long points) {}
