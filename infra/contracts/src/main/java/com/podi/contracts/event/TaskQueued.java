package com.podi.contracts.event;

import java.time.Instant;

/**
 * A task is paid for and waits, for a worker or first for its pictures; then it is told of again when they are there.
 * Whatever becomes of it, {@link InvocationFinished} follows.
 *
 * @param queuedAt since when it waits
 */
public record TaskQueued(String taskId, String userId, String abilityId, String action, Instant queuedAt)
        implements EventData {

    public static final String TYPE = "task.queued";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.TASK;
    }

    @Override
    public String aggregateId() {
        return taskId;
    }
}
