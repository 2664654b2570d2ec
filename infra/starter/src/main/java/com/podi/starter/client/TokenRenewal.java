package com.podi.starter.client;

import com.podi.contracts.error.PodiException;
import java.time.Duration;
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
    private final SimpleAsyncTaskScheduler scheduler = new SimpleAsyncTaskScheduler();
    private volatile boolean running;

    TokenRenewal(ServiceTokens tokens, Duration interval) {
        this.tokens = tokens;
        this.interval = interval;
        scheduler.setThreadNamePrefix("token-renewal-");
        scheduler.setTaskTerminationTimeout(NO_WAITING);
    }

    @Override
    public void start() {
        scheduler.scheduleWithFixedDelay(this::renew, interval);
        running = true;
    }

    @Override
    public void stop() {
        scheduler.close();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void renew() {
        try {
            tokens.current();
        } catch (PodiException away) {
            log.debug("{}", away.getMessage());
        }
    }
}
