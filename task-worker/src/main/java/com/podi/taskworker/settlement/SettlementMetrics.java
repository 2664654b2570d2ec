package com.podi.taskworker.settlement;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How far the wallet is behind, and what it will never do; somebody has to look at the latter. */
@Component
class SettlementMetrics {

    private final Settlements settlements;
    private final Clock clock;
    private final Timer lag;
    private final MultiGauge unsettled;
    private final MultiGauge age;

    SettlementMetrics(Settlements settlements, MeterRegistry registry, Clock clock) {
        this.settlements = settlements;
        this.clock = clock;
        this.lag = Timer.builder("podi.settlements.lag")
                .description("From the end of a task to the wallet's answer")
                .publishPercentileHistogram()
                .register(registry);
        this.unsettled = MultiGauge.builder("podi.settlements.unsettled")
                .description("Ended tasks whose hold is not settled: not yet (open), or never (refused by the wallet)")
                .register(registry);
        this.age = MultiGauge.builder("podi.settlements.oldest")
                .description("Age of the oldest settlement that waits for the wallet")
                .baseUnit("seconds")
                .register(registry);
    }

    void settled(Settlement settlement) {
        Duration since = Duration.between(settlement.createdAt(), clock.instant());
        lag.record(since.isNegative() ? Duration.ZERO : since);
    }

    @Scheduled(fixedDelayString = "${podi.task-worker.metrics-interval}")
    void look() {
        try {
            Settlements.Backlog backlog = settlements.backlog();
            unsettled.register(
                    List.of(
                            MultiGauge.Row.of(Tags.of("state", "open"), backlog.open()),
                            MultiGauge.Row.of(Tags.of("state", "refused"), backlog.refused())),
                    true);
            age.register(
                    List.of(MultiGauge.Row.of(Tags.empty(), backlog.oldest().toMillis() / 1000.0)), true);
        } catch (DataAccessException away) {
            // An old figure that looks fine is worse than none.
            unsettled.register(List.of(), true);
            age.register(List.of(), true);
        }
    }
}
