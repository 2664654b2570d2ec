package com.podi.comfyui.dispatch;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param publicUrl where agents reach us
 * @param pushers how many tasks this replica pushes at once
 * @param patience how long an agent may take to answer a push
 * @param lease how long a push keeps others from the same task if nothing is heard of it
 * @param firstDelay before an agent that is busy or away is tried again; twice as long after each try
 * @param longestDelay but never longer
 */
@ConfigurationProperties("podi.comfyui.dispatch")
record DispatchProperties(
        URI publicUrl,
        @DefaultValue("8") int pushers,
        @DefaultValue("10s") Duration patience,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("5s") Duration firstDelay,
        @DefaultValue("5m") Duration longestDelay) {

    private static final int MOST_DOUBLINGS = 20;
    private static final double JITTER = 0.2;

    DispatchProperties {
        if (lease.compareTo(patience) <= 0) {
            throw new IllegalArgumentException("podi.comfyui.dispatch.lease must be longer than the patience");
        }
    }

    /**
     * @param tries so far
     * @param random from 0 to 1: tasks that failed together do not come back in step
     */
    Duration delayAfter(int tries, double random) {
        Duration doubled = firstDelay.multipliedBy(1L << Math.min(Math.max(tries - 1, 0), MOST_DOUBLINGS));
        Duration delay = doubled.compareTo(longestDelay) < 0 ? doubled : longestDelay;
        return Duration.ofMillis(Math.round(delay.toMillis() * (1 - JITTER + 2 * JITTER * random)));
    }

    URI manifest(String id) {
        return URI.create(publicUrl.toString().replaceAll("/+$", "") + "/api/agent/manifests/" + id);
    }
}
