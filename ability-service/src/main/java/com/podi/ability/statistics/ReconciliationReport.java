package com.podi.ability.statistics;

import java.time.Instant;
import java.util.List;

/**
 * What adding up the log anew has found.
 *
 * @param differences how many figures are kept otherwise
 * @param named the first thousand of them
 */
record ReconciliationReport(
        boolean reconciled, long logs, long differences, List<Difference> named, Instant at, long durationMs) {

    ReconciliationReport {
        named = List.copyOf(named);
    }
}
