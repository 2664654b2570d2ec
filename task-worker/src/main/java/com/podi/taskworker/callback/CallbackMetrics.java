package com.podi.taskworker.callback;

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

/** How far callbacks are behind, and how many nobody would hear; every replica says the same of all. */
@Component
class CallbackMetrics {

    private final Deliveries deliveries;
    private final Clock clock;
    private final Timer lag;
    private final MultiGauge waiting;
    private final MultiGauge oldest;
    private final MultiGauge exhausted;

    CallbackMetrics(Deliveries deliveries, MeterRegistry registry, Clock clock) {
        this.deliveries = deliveries;
        this.clock = clock;
        this.lag = Timer.builder("podi.callbacks.lag")
                .description("From the end of a task to its target's success")
                .publishPercentileHistogram()
                .register(registry);
        this.waiting = MultiGauge.builder("podi.callbacks.waiting")
                .description("Callbacks that are not delivered yet")
                .register(registry);
        this.oldest = MultiGauge.builder("podi.callbacks.oldest")
                .description("How long the callback has waited that could be sent and has waited longest")
                .baseUnit("seconds")
                .register(registry);
        this.exhausted = MultiGauge.builder("podi.callbacks.exhausted")
                .description("Callbacks given up within the last day")
                .register(registry);
    }

    /** What was asked for anew says nothing of how fast we are. */
    void delivered(Delivery delivery) {
        if (!delivery.isAskedForAnew()) {
            Duration since = Duration.between(delivery.createdAt(), clock.instant());
            lag.record(since.isNegative() ? Duration.ZERO : since);
        }
    }

    @Scheduled(fixedDelayString = "${podi.task-worker.metrics-interval}")
    void look() {
        try {
            Deliveries.Backlog backlog = deliveries.backlog();
            show(waiting, backlog.waiting());
            show(oldest, backlog.oldest().toMillis() / 1000.0);
            show(exhausted, backlog.exhausted());
        } catch (DataAccessException away) {
            // An old figure that looks fine is worse than none.
            List.of(waiting, oldest, exhausted).forEach(gauge -> gauge.register(List.of(), true));
        }
    }

    private static void show(MultiGauge gauge, double figure) {
        gauge.register(List.of(MultiGauge.Row.of(Tags.empty(), figure)), true);
    }
}
