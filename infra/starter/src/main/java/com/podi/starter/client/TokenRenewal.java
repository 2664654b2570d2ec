package com.podi.starter.client;

import com.podi.contracts.error.PodiException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;

/**
 * Has a token at hand before the first call needs one, and renews it when nobody calls: else a service that has been
 * idle would notice an outage of Keycloak at once.
 */
final class TokenRenewal implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TokenRenewal.class);

    private static final long NO_WAITING = 0;

    private final ServiceTokens tokens;
    private final Duration interval;
    private @Nullable SimpleAsyncTaskScheduler scheduler;

    TokenRenewal(ServiceTokens tokens, Duration interval) {
        this.tokens = tokens;
        this.interval = interval;
    }

    /** One that was closed takes nothing more, and a service that was stopped may be started again. */
    @Override
    public synchronized void start() {
        SimpleAsyncTaskScheduler fresh = new SimpleAsyncTaskScheduler();
        fresh.setThreadNamePrefix("token-renewal-");
        fresh.setTaskTerminationTimeout(NO_WAITING);
        fresh.scheduleWithFixedDelay(this::renew, interval);
        scheduler = fresh;
    }

    @Override
    public synchronized void stop() {
        if (scheduler != null) {
            scheduler.close();
            scheduler = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduler != null;
    }

    private void renew() {
        try {
            tokens.current();
        } catch (PodiException away) {
            log.debug("{}", away.getMessage());
        }
    }
}
