package com.podi.taskworker.execution;

import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.queue.AbilityTask;
import java.time.Duration;
import java.util.Optional;

/** Only what can succeed later is tried again, a little later each time, and not for ever. */
final class Retries {

    private static final int LONGEST_SHIFT = 8;

    private Retries() {}

    /** @param first of the delays; each further one is twice as long */
    static Optional<Duration> delayBeforeNext(AbilityTask task, ExecutionFailedException failure, Duration first) {
        int counted = task.attempt() - task.forgiven();
        boolean wanted =
                switch (failure.again()) {
                    case NEVER, UNSURE -> false;
                    case ONCE -> counted == 1;
                    case ELSEWHERE, WHILE_ALLOWED -> true;
                };
        return wanted && task.mayStartAgain()
                ? Optional.of(first.multipliedBy(1L << Math.min(counted - 1, LONGEST_SHIFT)))
                : Optional.empty();
    }
}
