package com.podi.starter.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.transaction.CannotCreateTransactionException;

class RetryTest {

    @Test
    void anEventWaitsForTheDatabaseHoweverLongItIsAway() {
        assertThat(PodiEventAutoConfiguration.passes(new ListenerExecutionFailedException(
                        "failed", new DataAccessResourceFailureException("connection refused"))))
                .isTrue();
        assertThat(PodiEventAutoConfiguration.passes(new CannotCreateTransactionException("no connection")))
                .isTrue();
    }

    @Test
    void anEventWaitsForALockHoweverLongSomebodyHoldsIt() {
        assertThat(PodiEventAutoConfiguration.passes(
                        new ListenerExecutionFailedException("failed", new CannotAcquireLockException("lock timeout"))))
                .isTrue();
    }

    @Test
    void whatTheDatabaseRefusesIsGivenUpInTheEnd() {
        assertThat(PodiEventAutoConfiguration.passes(new ListenerExecutionFailedException(
                        "failed", new DataIntegrityViolationException("a rule is broken"))))
                .isFalse();
        assertThat(PodiEventAutoConfiguration.passes(null)).isFalse();
    }
}
