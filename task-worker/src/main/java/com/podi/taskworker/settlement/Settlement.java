package com.podi.taskworker.settlement;

/**
 * What the wallet is to be told about the hold of an ended task.
 *
 * @param points what is charged; of no meaning for a release
 */
record Settlement(String taskId, String holdId, Decision decision, long points, int attempts) {

    enum Decision {
        CONFIRM,
        RELEASE
    }
}
