package com.podi.media.grant;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param ttl how long an upload can be begun
 * @param transfer how long one that was begun at the last moment may take
 * @param renewal how long the same key can be given again before it has to run out and be swept
 */
@ConfigurationProperties("podi.media.grant")
public record GrantProperties(
        @DefaultValue("PT10M") Duration ttl,
        @DefaultValue("PT10M") Duration transfer,
        @DefaultValue("P1D") Duration renewal) {

    Duration life() {
        return ttl.plus(transfer);
    }
}
