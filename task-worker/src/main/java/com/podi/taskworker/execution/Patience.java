package com.podi.taskworker.execution;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** What was done is not done again because it could not be written down at once; meanwhile the lease may be lost. */
final class Patience {

    private static final RetryTemplate PATIENT = new RetryTemplate(RetryPolicy.builder()
            .includes(DataAccessException.class, TransactionException.class)
            .maxRetries(10)
            .delay(Duration.ofMillis(250))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(3))
            .build());

    private Patience() {}

    static void with(Runnable write) {
        PATIENT.invoke(write);
    }

    static <T> T of(Supplier<T> write) {
        return PATIENT.invoke(write);
    }
}
