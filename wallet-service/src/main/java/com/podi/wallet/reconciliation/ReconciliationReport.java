package com.podi.wallet.reconciliation;

import java.time.Instant;
import java.util.List;

/**
 * What a look at every account found.
 *
 * @param accounts how many were looked at
 * @param accountsOff how many of them break a rule
 * @param rulesBroken how many rules they break together
 * @param discrepancies every rule that one of the first thousand of them breaks
 */
record ReconciliationReport(
        boolean balanced,
        long accounts,
        long entries,
        long accountsOff,
        long rulesBroken,
        List<Discrepancy> discrepancies,
        Instant at,
        long durationMs) {

    ReconciliationReport {
        discrepancies = List.copyOf(discrepancies);
    }
}
