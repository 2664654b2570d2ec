package com.podi.benchmarks.events;

import com.podi.contracts.event.EventData;
import com.podi.contracts.event.Topics;

/** An aggregate was changed; the changes of each are numbered from 1. */
record Counted(String aggregateId, long number) implements EventData {

    @Override
    public String type() {
        return "bench.counted";
    }

    @Override
    public String topic() {
        return Topics.TASK;
    }
}
