package com.podi.wallet.reconciliation;

import java.time.Instant;
import java.util.List;

/**
 * What a look at every account found.
 *
 * @param accounts how many were looked at
 * @param discrepancies the first thousand
 */
record ReconciliationReport(
        boolean balanced, long accounts, long entries, List<Discrepancy> discrepancies, Instant at, long durationMs) {

    ReconciliationReport {
        discrepancies = List.copyOf(discrepancies);
    }
}
