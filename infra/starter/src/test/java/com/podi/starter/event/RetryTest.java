package com.podi.starter.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.transaction.CannotCreateTransactionException;

class RetryTest {

    @Test
    void anEventWaitsForTheDatabaseHoweverLongItIsAway() {
        assertThat(PodiEventAutoConfiguration.isAway(new ListenerExecutionFailedException(
                        "failed", new DataAccessResourceFailureException("connection refused"))))
                .isTrue();
        assertThat(PodiEventAutoConfiguration.isAway(new CannotCreateTransactionException("no connection")))
                .isTrue();
    }

    @Test
    void whatTheDatabaseRefusesIsGivenUpInTheEnd() {
        assertThat(PodiEventAutoConfiguration.isAway(new ListenerExecutionFailedException(
                        "failed", new DataIntegrityViolationException("a rule is broken"))))
                .isFalse();
        assertThat(PodiEventAutoConfiguration.isAway(null)).isFalse();
    }
}
