package com.podi.wallet.reconciliation;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks at every account now and then; what is off is an error in the log and in the metrics. */
@Component
class ReconciliationJob {

    private static final Logger log = LoggerFactory.getLogger(ReconciliationJob.class);

    private final Reconciliation reconciliation;

    ReconciliationJob(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Scheduled(
            initialDelayString = "${podi.wallet.reconciliation.first-after}",
            fixedDelayString = "${podi.wallet.reconciliation.interval}")
    void run() {
        ReconciliationReport report = reconciliation.report();
        log.info(
                "reconciled: accounts={} entries={} accountsOff={} rulesBroken={} durationMs={}",
                report.accounts(),
                report.entries(),
                report.accountsOff(),
                report.rulesBroken(),
                report.durationMs());
    }
}
