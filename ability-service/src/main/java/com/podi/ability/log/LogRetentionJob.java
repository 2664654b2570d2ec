package com.podi.ability.log;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Keeps the months ahead there, and those that are too old not. */
@Component
class LogRetentionJob {

    private final LogPartitions partitions;

    LogRetentionJob(LogPartitions partitions) {
        this.partitions = partitions;
    }

    @Scheduled(
            initialDelayString = "${podi.ability.log.first-after}",
            fixedDelayString = "${podi.ability.log.interval}")
    void run() {
        partitions.provideAhead();
        partitions.dropExpired();
    }
}
