package com.podi.gateway.session;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * @param pollInterval how often auth-service is asked which sessions have ended
 * @param awaitedFor how long a gateway that has not heard yet calls itself not ready; without auth-service it serves
 *     those who need no session, and nobody would serve them if all gateways waited
 * @param timeout for one such answer
 * @param answer how large it may be
 * @param tokenLife how long a token of an ended session would still be good
 * @param tokenUri where the token that auth-service is asked with comes from
 */
@ConfigurationProperties("podi.gateway.sessions")
record SessionProperties(
        @DefaultValue("PT2S") Duration pollInterval,
        @DefaultValue("PT30S") Duration awaitedFor,
        @DefaultValue("PT2S") Duration timeout,
        @DefaultValue("4MB") DataSize answer,

        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("86400")
        Duration tokenLife,

        String tokenUri,
        String clientSecret) {}
