package com.podi.media.upload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxSize of a picture that a user uploads
 * @param maxResultSize of a picture that a task produced; an enlarged one may well be larger than any upload
 * @param ttl how long a grant can be used
 */
@ConfigurationProperties("podi.media.upload")
record UploadProperties(
        @DefaultValue("50MB") DataSize maxSize,
        @DefaultValue("200MB") DataSize maxResultSize,
        @DefaultValue("PT10M") Duration ttl) {}
