package com.podi.taskworker.executor.cloud;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks again and again, less and less often, until there is something; who is out of reach for a moment is forgiven. */
final class Polling {

    private static final int MOST_FAILURES_IN_A_ROW = 5;
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final Duration first;
    private final Duration longest;

    Polling(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
    }

    /** However long a provider wants to be left alone: its jobs go on meanwhile, and their results do not last. */
    static @Nullable Duration bounded(@Nullable Duration rest) {
        return rest == null || rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    interface Look<T> {
        Optional<T> at() throws ProviderFailure, InterruptedException;
    }

    /** Whoever waits here is interrupted when that takes too long. */
    <T> T until(Look<T> look) throws ProviderFailure, InterruptedException {
        Duration pause = first;
        int failures = 0;
        while (true) {
            Duration wanted = pause;
            try {
                Optional<T> seen = look.at();
                if (seen.isPresent()) {
                    return seen.get();
                }
                failures = 0;
            } catch (ProviderFailure failure) {
                if (!failure.trouble().mayPass() || ++failures >= MOST_FAILURES_IN_A_ROW) {
                    throw failure;
                }
                Duration rest = bounded(failure.rest());
                wanted = rest != null && rest.compareTo(pause) > 0 ? rest : pause;
            }
            Thread.sleep(wanted.toMillis());
            Duration longer = pause.multipliedBy(3).dividedBy(2);
            pause = longer.compareTo(longest) > 0 ? longest : longer;
        }
    }
}
