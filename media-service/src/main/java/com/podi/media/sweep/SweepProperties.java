package com.podi.media.sweep;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param pollInterval how often it is looked whether there is anything to do
 * @param storeInterval how often the whole store is gone through
 * @param age of bytes that have no record, before they are taken for left behind; well above the life of a grant
 */
@ConfigurationProperties("podi.media.sweep")
record SweepProperties(
        @DefaultValue("PT10S") Duration pollInterval,
        @DefaultValue("PT6H") Duration storeInterval,
        @DefaultValue("PT1H") Duration age) {}
