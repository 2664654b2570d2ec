package com.podi.taskworker.execution;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param maxWorkers how many tasks this replica works on at once
 * @param lease how long a task stays with a worker that gives no sign of life
 * @param pollInterval how often the queue is looked at when no news comes
 * @param grace how long running work may go on when the service is told to stop
 */
@Validated
@ConfigurationProperties("podi.task-worker")
record WorkerProperties(
        @DefaultValue("4") @Min(1) @Max(256) int maxWorkers,
        @DefaultValue("PT10S") Duration lease,
        @DefaultValue("PT1S") Duration pollInterval,
        @DefaultValue("PT15S") Duration grace) {}
