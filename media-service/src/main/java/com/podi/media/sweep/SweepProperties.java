package com.podi.media.sweep;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param pollInterval how often it is looked whether there is anything to do
 * @param storeInterval how often the whole store is gone through
 * @param age of bytes that have no record, before they are taken for left behind; so long that whoever
 *     restores the database from a backup finds the bytes of the days since still there
 */
@ConfigurationProperties("podi.media.sweep")
record SweepProperties(
        @DefaultValue("PT10S") Duration pollInterval,
        @DefaultValue("PT6H") Duration storeInterval,
        @DefaultValue("P7D") Duration age) {}
