package com.podi.auth.ending;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.validation.annotation.Validated;

/**
 * @param tokenLife how long an access token lives, as the realm has it: for so long its session has to be remembered. A
 *     longer one than sessions may be idle in the realm would outlive its session.
 * @param retry how long an ending that was cut off waits until somebody else takes it up
 */
@Validated
@ConfigurationProperties("podi.auth.ending")
record EndingProperties(
        @DefaultValue("86400") @DurationUnit(ChronoUnit.SECONDS) @DurationMin(seconds = 1) @DurationMax(days = 7)
        Duration tokenLife,

        @DefaultValue("PT15S") @DurationMin(millis = 1) Duration retry) {}
