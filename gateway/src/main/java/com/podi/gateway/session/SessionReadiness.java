package com.podi.gateway.session;

import java.time.Clock;
import java.time.Instant;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether it is worth asking this gateway: before it knows the ended sessions it has to put users off. */
@Component("sessions")
final class SessionReadiness implements HealthIndicator {

    private final SessionEndings sessions;
    private final Clock clock;
    private final Instant awaitedUntil;

    SessionReadiness(SessionEndings sessions, SessionProperties properties, Clock clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.awaitedUntil = clock.instant().plus(properties.awaitedFor());
    }

    @Override
    public Health health() {
        return sessions.areKnown() || !clock.instant().isBefore(awaitedUntil)
                ? Health.up().build()
                : Health.outOfService().build();
    }
}
