package com.podi.taskworker.intake;

import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * @param laneLimit how many tasks may wait in a lane before more are refused
 * @param invokeTimeout how long a synchronous call waits
 * @param intakeTimeout when an intake that never ended is undone
 * @param uploadsTimeout how long a task waits for its pictures to be uploaded
 * @param refusalsOfUser how many refused calls of one user may wait in the outbox for the log to be told of them
 * @param outboxFull how many events wait in the outbox when no more refused calls are added to them
 */
@Validated
@ConfigurationProperties("podi.task-worker")
record IntakeProperties(
        @DefaultValue("1000") @Min(1) int laneLimit,
        @DefaultValue("PT120S") Duration invokeTimeout,
        @DefaultValue("PT60S") Duration intakeTimeout,
        @DefaultValue("PT1H") Duration uploadsTimeout,
        @DefaultValue("500") @Min(0) int refusalsOfUser,
        @DefaultValue("20000") @Min(0) int outboxFull) {}
