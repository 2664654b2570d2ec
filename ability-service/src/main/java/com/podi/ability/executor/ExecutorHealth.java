package com.podi.ability.executor;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.RecordChanged;
import com.podi.contracts.event.AttemptFailed;
import com.podi.contracts.event.ExecutorChanged;
import com.podi.starter.event.Events;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which executors are there. One that did not answer several times in a row counts as gone, and so does one that answers,
 * but fails too much of the work that it is given. It is left alone for a while, then asked once, and a single good answer
 * brings it back; where it was its work that failed, the next one decides whether it stays.
 */
@Service
class ExecutorHealth {

    private static final Logger log = LoggerFactory.getLogger(ExecutorHealth.class);

    private final ExecutorTable table;
    private final Outcomes outcomes;
    private final HealthProbe probe;
    private final HealthProperties properties;
    private final Events events;
    private final ApplicationEventPublisher listeners;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ExecutorHealth(
            ExecutorTable table,
            Outcomes outcomes,
            HealthProbe probe,
            HealthProperties properties,
            Events events,
            ApplicationEventPublisher listeners,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.outcomes = outcomes;
        this.probe = probe;
        this.properties = properties;
        this.events = events;
        this.listeners = listeners;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Asks now, and believes the answer at once. */
    void check(String id) {
        Executor executor = table.get(id);
        keep(executor, probe.isThere(executor), true);
    }

    List<Executor> takeDue(int most) {
        return table.takeDue(most, properties.patience().multipliedBy(2).plus(properties.interval()));
    }

    void checkDue(Executor executor) {
        keep(executor, probe.isThere(executor), false);
    }

    /** In a transaction; what was begun before it came back is counted, but says nothing of it as it is now. */
    void completed(String executorId, Instant at, long durationMs) {
        if (isRecent(at)) {
            Instant begun = at.minusMillis(durationMs);
            boolean isNew = table.isBackSince(executorId, begun);
            outcomes.completed(executorId, isNew ? at : begun, durationMs);
            if (isNew) {
                table.forgiveTrips(executorId);
            }
        }
    }

    /** As {@link #completed}. */
    void failed(AttemptFailed attempt) {
        if (!isRecent(attempt.failedAt())) {
            return;
        }
        boolean isNew = table.isBackSince(attempt.executorId(), attempt.begunAt());
        outcomes.failed(attempt.executorId(), isNew ? attempt.failedAt() : attempt.begunAt());
        table.find(attempt.executorId()).ifPresent(executor -> {
            if (isNew && executor.isAvailable() && failsTooMuch(executor)) {
                trip(executor);
            } else {
                table.checkSoon(executor.id());
            }
        });
    }

    private boolean isRecent(Instant at) {
        return Duration.between(at, clock.instant()).compareTo(properties.window()) < 0;
    }

    /** One that is on trial fails too much if it fails once. */
    private boolean failsTooMuch(Executor executor) {
        return executor.health().trips() > 0
                || outcomes.window(executor.id(), properties.window()).isBad(properties);
    }

    private void trip(Executor executor) {
        Executor.Health before = executor.health();
        int failures = properties.failures() + before.trips();
        Executor.Health gone =
                new Executor.Health(before.checkedAt(), Executor.Health.UNHEALTHY, failures, before.trips() + 1);
        table.keepHealth(
                executor.id(),
                gone,
                properties.untilNext(failures, ThreadLocalRandom.current().nextDouble()));
        log.warn("fails its work: executor={} times={}", executor.id(), gone.trips());
        tell(executor, gone);
    }

    private void keep(Executor asked, boolean there, boolean atOnce) {
        transaction.executeWithoutResult(status -> stillThere(asked).ifPresent(present -> {
            Executor.Health health = next(present.health(), there, atOnce);
            table.keepHealth(
                    present.id(),
                    health,
                    properties.untilNext(
                            health.failures(), ThreadLocalRandom.current().nextDouble()));
            if (health.isGood() != present.health().isGood()) {
                tell(present, health);
            }
        }));
    }

    /** Not if it was removed or moved to another address while it was asked. */
    private Optional<Executor> stillThere(Executor asked) {
        return table.find(asked.id()).filter(present -> present.baseUrl().equals(asked.baseUrl()));
    }

    private Executor.Health next(Executor.Health before, boolean there, boolean atOnce) {
        if (there) {
            return new Executor.Health(clock.instant(), Executor.Health.HEALTHY, 0, before.trips());
        }
        int failures = atOnce ? Math.max(before.failures() + 1, properties.failures()) : before.failures() + 1;
        String status = failures >= properties.failures() ? Executor.Health.UNHEALTHY : before.status();
        return new Executor.Health(clock.instant(), status, failures, before.trips());
    }

    private void tell(Executor executor, Executor.Health now) {
        log.info("executor {}: executor={}", now.isGood() ? "back" : "gone", executor.id());
        events.publish(new ExecutorChanged(executor.id(), executor.isActive() && now.isGood(), null));
        listeners.publishEvent(new RecordChanged(Kind.EXECUTOR, executor.id()));
    }
}
