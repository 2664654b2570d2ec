package com.podi.ability.log;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/** @param retentionMonths how many whole months are kept besides the present one; what calls add up to stays */
@Validated
@ConfigurationProperties("podi.ability.log")
record LogProperties(@DefaultValue("12") @Min(1) @Max(120) int retentionMonths) {}
