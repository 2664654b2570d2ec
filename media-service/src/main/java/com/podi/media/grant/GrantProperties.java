package com.podi.media.grant;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param ttl how long an upload can be begun
 * @param transfer how long one that was begun at the last moment may take
 */
@ConfigurationProperties("podi.media.grant")
public record GrantProperties(
        @DefaultValue("PT10M") Duration ttl,
        @DefaultValue("PT10M") Duration transfer) {

    Duration life() {
        return ttl.plus(transfer);
    }
}
