package com.podi.taskworker.callback;

import java.time.Instant;

/**
 * A callback that is ours to send, until its lease runs out.
 *
 * @param attempt how often it was sent, this time included; also the fence against senders that come back too late
 * @param roundFrom how many of these attempts were made before it was last asked for anew
 * @param createdAt when the task ended
 */
record Delivery(String deliveryId, String taskId, String userId, int attempt, int roundFrom, Instant createdAt) {

    /** The first of a round is 1. */
    int tryNumber() {
        return attempt - roundFrom;
    }

    boolean isAskedForAnew() {
        return roundFrom > 0;
    }
}
