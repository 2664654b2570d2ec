package com.podi.taskworker.execution;

import com.podi.taskworker.queue.Lanes;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How full the lanes are, and for how long; every replica says the same of all. */
@Component
class QueueMetrics {

    private final Lanes lanes;
    private final MultiGauge waiting;
    private final MultiGauge running;
    private final MultiGauge oldest;

    QueueMetrics(Lanes lanes, MeterRegistry registry) {
        this.lanes = lanes;
        this.waiting = MultiGauge.builder("podi.tasks.waiting")
                .description("Queued tasks")
                .register(registry);
        this.running = MultiGauge.builder("podi.tasks.running")
                .description("Running tasks")
                .register(registry);
        this.oldest = MultiGauge.builder("podi.tasks.oldest")
                .description("How long the task has waited that could start and has waited longest")
                .baseUnit("seconds")
                .register(registry);
    }

    @Scheduled(fixedDelayString = "${podi.task-worker.metrics-interval}")
    void look() {
        try {
            show(lanes.depths().values());
        } catch (DataAccessException away) {
            // An old figure that looks fine is worse than none.
            show(List.of());
        }
    }

    private void show(Collection<Lanes.Depth> depths) {
        show(waiting, depths, Lanes.Depth::waiting);
        show(running, depths, Lanes.Depth::running);
        show(oldest, depths, depth -> depth.oldest().toMillis() / 1000.0);
    }

    private static void show(MultiGauge gauge, Collection<Lanes.Depth> depths, ToDoubleFunction<Lanes.Depth> figure) {
        gauge.register(
                depths.stream()
                        .map(depth -> MultiGauge.Row.of(Tags.of("lane", depth.lane()), figure.applyAsDouble(depth)))
                        .toList(),
                true);
    }
}
