package com.podi.taskworker.execution;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param maxWorkers how much this replica works at once: preparing pictures, image tools, storing results
 * @param maxWaiting how many more tasks it may have given to nodes and providers, and wait for
 * @param lease how long a task stays with a worker that gives no sign of life
 * @param retryDelay how long a task waits after its first failed attempt; twice as long after each further one
 * @param grace how long running work may go on when the service is told to stop
 */
@Validated
@ConfigurationProperties("podi.task-worker")
record WorkerProperties(
        @DefaultValue("4") @Min(1) @Max(256) int maxWorkers,
        @DefaultValue("256") @Min(1) int maxWaiting,
        @DefaultValue("PT10S") Duration lease,
        @DefaultValue("PT2S") Duration retryDelay,
        @DefaultValue("PT15S") Duration grace) {}
