package com.podi.taskworker.execution;

import com.podi.taskworker.queue.AbilityTask;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** How attempts go: how often each way, and how long they take from the claim on. */
@Component
class AttemptMetrics {

    private final MeterRegistry registry;
    private final Clock clock;

    AttemptMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    /** @param outcome completed, failed or lost */
    void ended(AbilityTask claimed, String outcome) {
        if (claimed.startedAt() != null) {
            Timer.builder("podi.tasks.attempts")
                    .description("Attempts at tasks, from the first claim on")
                    .tag("ability", claimed.plan().abilityId())
                    .tag("lane", claimed.lane())
                    .tag("outcome", outcome)
                    .publishPercentileHistogram(false)
                    .register(registry)
                    .record(Duration.between(claimed.startedAt(), clock.instant()));
        }
    }
}
