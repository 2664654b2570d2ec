package com.podi.taskworker.executor.cloud;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param firstLook when a provider is first asked how a job goes on, and then later each time
 * @param longestLook how long nobody asks at most
 * @param handover how long a provider may take to accept a job or to say how it goes on
 */
@ConfigurationProperties("podi.task-worker.providers")
public record CloudProperties(
        @DefaultValue("PT2S") Duration firstLook,
        @DefaultValue("PT15S") Duration longestLook,
        @DefaultValue("PT60S") Duration handover) {}
