package com.podi.taskworker.callback;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** When to try again: later each time, and never for many at the same moment. */
final class BackOff {

    private static final double LEAST = 0.8;
    private static final double SPREAD = 0.4;

    private final List<Duration> delays;
    private final DoubleSupplier chance;

    /** @param chance numbers from 0 to 1 */
    BackOff(List<Duration> delays, DoubleSupplier chance) {
        this.delays = List.copyOf(delays);
        this.chance = chance;
    }

    /** @return empty after the last try */
    Optional<Duration> afterTry(int number) {
        if (number > delays.size()) {
            return Optional.empty();
        }
        double jitter = LEAST + SPREAD * chance.getAsDouble();
        return Optional.of(Duration.ofMillis(Math.round(delays.get(number - 1).toMillis() * jitter)));
    }
}
