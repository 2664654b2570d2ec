package com.podi.taskworker.execution;

import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.queue.AbilityTask;
import java.time.Duration;
import java.util.Optional;

/** Only what can succeed later is tried again, a little later each time, and not for ever. */
final class RetryPolicy {

    private static final Duration FIRST_DELAY = Duration.ofSeconds(2);

    private RetryPolicy() {}

    static Optional<Duration> delayBeforeNext(AbilityTask task, ExecutionFailedException failure) {
        return failure.isWorthRetrying() && mayStartAgain(task)
                ? Optional.of(FIRST_DELAY.multipliedBy(1L << (task.attempt() - 1)))
                : Optional.empty();
    }

    static boolean mayStartAgain(AbilityTask task) {
        return task.attempt() < task.plan().limits().attempts();
    }
}
