package com.podi.ability.statistics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Adds up the log now and then; what is off is an error in our own log and in the metrics. */
@Component
class ReconciliationJob {

    private static final Logger log = LoggerFactory.getLogger(ReconciliationJob.class);

    private final Reconciliation reconciliation;

    ReconciliationJob(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Scheduled(
            initialDelayString = "${podi.ability.reconciliation.first-after}",
            fixedDelayString = "${podi.ability.reconciliation.interval}")
    void run() {
        ReconciliationReport report = reconciliation.report();
        log.info(
                "reconciled: logs={} differences={} durationMs={}",
                report.logs(),
                report.differences(),
                report.durationMs());
    }
}
