package com.podi.media.upload;

import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxSize of a picture that a user uploads
 * @param maxResultSize of a picture that a task produced; an enlarged one may well be larger than any upload
 * @param ttl how long an upload can be begun
 * @param transfer how long one that was begun at the last moment may take
 * @param callbackUrl where a store that calls back does so
 */
@ConfigurationProperties("podi.media.upload")
record UploadProperties(
        @DefaultValue("50MB") DataSize maxSize,
        @DefaultValue("200MB") DataSize maxResultSize,
        @DefaultValue("PT10M") Duration ttl,
        @DefaultValue("PT10M") Duration transfer,
        URI callbackUrl) {

    Duration grantLife() {
        return ttl.plus(transfer);
    }
}
