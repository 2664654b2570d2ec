package com.podi.taskworker.execution;

import com.podi.taskworker.queue.AbilityTask;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.springframework.stereotype.Component;

/** How attempts go: how often each way, and how long they take. */
@Component
class AttemptMetrics {

    private final MeterRegistry registry;

    AttemptMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @param outcome completed, failed, canceled, given_back or lost */
    void ended(Run run, String outcome) {
        if (!run.isCountedFirst()) {
            return;
        }
        AbilityTask task = run.claimed().task();
        Timer.builder("podi.tasks.attempts")
                .description("Attempts at tasks, from the claim on")
                .tag("ability", task.plan().abilityId())
                .tag("lane", task.lane())
                .tag("outcome", outcome)
                .register(registry)
                .record(run.age());
    }
}
