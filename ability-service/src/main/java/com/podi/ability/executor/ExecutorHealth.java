package com.podi.ability.executor;

import com.podi.ability.audit.Kind;
import com.podi.ability.audit.RecordChanged;
import com.podi.contracts.event.ExecutorChanged;
import com.podi.starter.event.Events;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Which executors are there. One that failed several times in a row counts as gone; it is left alone for a while, then
 * asked once, and a single good answer brings it back.
 */
@Service
class ExecutorHealth {

    private static final Logger log = LoggerFactory.getLogger(ExecutorHealth.class);

    private final ExecutorTable table;
    private final HealthProbe probe;
    private final HealthProperties properties;
    private final Events events;
    private final ApplicationEventPublisher listeners;
    private final TransactionTemplate transaction;
    private final Clock clock;

    ExecutorHealth(
            ExecutorTable table,
            HealthProbe probe,
            HealthProperties properties,
            Events events,
            ApplicationEventPublisher listeners,
            TransactionTemplate transaction,
            Clock clock) {
        this.table = table;
        this.probe = probe;
        this.properties = properties;
        this.events = events;
        this.listeners = listeners;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Asks now, and believes the answer at once. */
    ExecutorView check(String id) {
        Executor executor = table.get(id);
        keep(executor, probe.isThere(executor), true);
        return ExecutorView.of(table.get(id));
    }

    List<Executor> takeDue(int most) {
        return table.takeDue(most, properties.patience().multipliedBy(2).plus(properties.interval()));
    }

    void checkDue(Executor executor) {
        keep(executor, probe.isThere(executor), false);
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
            return new Executor.Health(clock.instant(), Executor.Health.HEALTHY, 0);
        }
        int failures = atOnce ? Math.max(before.failures() + 1, properties.failures()) : before.failures() + 1;
        String status = failures >= properties.failures() ? Executor.Health.UNHEALTHY : before.status();
        return new Executor.Health(clock.instant(), status, failures);
    }

    private void tell(Executor executor, Executor.Health now) {
        log.info("executor {}: executor={}", now.isGood() ? "back" : "gone", executor.id());
        events.publish(new ExecutorChanged(executor.id(), executor.isActive() && now.isGood(), null));
        listeners.publishEvent(new RecordChanged(Kind.EXECUTOR, executor.id()));
    }
}
