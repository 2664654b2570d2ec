package com.podi.taskworker.settlement;

import java.time.Instant;

/**
 * What the wallet is to be told about the hold of an ended task.
 *
 * @param points what is charged; of no meaning for a release
 * @param createdAt when the task ended
 */
record Settlement(String taskId, String holdId, Decision decision, long points, int attempts, Instant createdAt) {

    enum Decision {
        CONFIRM,
        RELEASE
    }
}
