package com.podi.auth.attempt;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param failedLoginsPerMinute how many wrong passwords one name may have, known or not, over all replicas */
@Validated
@ConfigurationProperties("podi.auth.session")
record AttemptProperties(
        @DefaultValue("10") @Min(1) @Max(10_000) int failedLoginsPerMinute) {}
