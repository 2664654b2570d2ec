package com.podi.ability.executor;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When executors are asked how they are.
 *
 * @param interval between two questions to one that is there
 * @param patience how long an answer may take
 * @param failures in a row, after which it counts as gone
 * @param again how soon it is asked again while it is not yet clear
 * @param pause how long one that is gone is left alone before it is tried again; twice as long after each try
 * @param longestPause but never longer
 * @param window how far back what came of real work counts
 * @param mostFailed attempts in that time, from which on it counts as gone
 * @param failedShare but only if they are so much of all, from 0 to 1
 */
@ConfigurationProperties("podi.ability.health")
record HealthProperties(
        @DefaultValue("30s") Duration interval,
        @DefaultValue("3s") Duration patience,
        @DefaultValue("2") int failures,
        @DefaultValue("2s") Duration again,
        @DefaultValue("10s") Duration pause,
        @DefaultValue("5m") Duration longestPause,
        @DefaultValue("10m") Duration window,
        @DefaultValue("3") int mostFailed,
        @DefaultValue("0.5") double failedShare) {

    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.2;

    /**
     * @param failed in a row so far
     * @param random from 0 to 1: replicas and nodes that went down together do not come back in step
     */
    Duration untilNext(int failed, double random) {
        return jittered(failed == 0 ? interval : failed < failures ? again : pauseAfter(failed - failures), random);
    }

    private Duration pauseAfter(int tries) {
        Duration doubled = pause.multipliedBy(1L << Math.min(tries, MOST_DOUBLINGS));
        return doubled.compareTo(longestPause) < 0 ? doubled : longestPause;
    }

    private static Duration jittered(Duration delay, double random) {
        return Duration.ofMillis(Math.round(delay.toMillis() * (1 - JITTER + 2 * JITTER * random)));
    }
}
