package com.podi.contracts.event;

import org.jspecify.annotations.Nullable;

/**
 * An executor was made, changed, checked or removed.
 *
 * @param available whether it may be given work: it is active, and its last check did not find it gone
 * @param maxConcurrency how many calls it takes at once; null leaves that as it is
 */
public record ExecutorChanged(
        String executorId, boolean available, @Nullable Integer maxConcurrency) implements EventData {

    public static final String TYPE = "executor.changed";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.EXECUTOR;
    }

    @Override
    public String aggregateId() {
        return executorId;
    }
}
