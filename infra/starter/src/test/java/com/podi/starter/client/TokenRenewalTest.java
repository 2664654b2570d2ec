package com.podi.starter.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;

class TokenRenewalTest {

    private final Semaphore asked = new Semaphore(0);
    private final TokenRenewal renewal = new TokenRenewal(
            new ServiceTokens(request -> {
                asked.release();
                throw new OAuth2AuthorizationException(new OAuth2Error("away"));
            }),
            Duration.ofMillis(20));

    @Test
    void asksForATokenBeforeAnybodyNeedsOneAndAgainWhenThereWasNone() throws InterruptedException {
        renewal.start();
        try {
            assertThat(asked.tryAcquire(3, 10, TimeUnit.SECONDS)).isTrue();
        } finally {
            renewal.stop();
        }
        assertThat(renewal.isRunning()).isFalse();
    }
}
