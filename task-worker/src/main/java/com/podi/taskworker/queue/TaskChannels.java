package com.podi.taskworker.queue;

/** PostgreSQL channels on which changes are announced, after their commit, to every replica. */
public final class TaskChannels {

    /** A task waits for a worker; without a payload, so that PostgreSQL folds many into one. */
    public static final String QUEUED = "podi_task_queued";

    /** A task has changed; the payload is its id. */
    public static final String CHANGED = "podi_task_changed";

    private TaskChannels() {}
}
