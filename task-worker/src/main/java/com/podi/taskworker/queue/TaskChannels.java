package com.podi.taskworker.queue;

/** PostgreSQL channels on which changes are announced, after their commit, to every replica. */
final class TaskChannels {

    /** A task waits for a worker; without a payload, so that PostgreSQL folds many into one. */
    static final String QUEUED = "podi_task_queued";

    /** Tasks have changed; a line for each: its id, its status and its user, with a space between them. */
    static final String CHANGED = "podi_task_changed";

    /** A running task is to end; the payload is its id. */
    static final String CANCEL = "podi_task_cancel";

    /** How many lines fit into one piece of news, which PostgreSQL bounds to 8000 bytes. */
    static final int NEWS_TOGETHER = 30;

    private TaskChannels() {}
}
