package com.podi.media.upload;

import com.podi.contracts.media.Purpose;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * @param maxSize of a picture that goes in
 * @param maxResultSize of a picture that a task produced; an enlarged one may well be larger than any upload
 * @param inspection how long it may take to look through a picture
 * @param callbackUrl where a store that calls back does so
 */
@ConfigurationProperties("podi.media.upload")
record UploadProperties(
        @DefaultValue("50MB") DataSize maxSize,
        @DefaultValue("200MB") DataSize maxResultSize,
        @DefaultValue("PT4S") Duration inspection,
        URI callbackUrl) {

    long maxSizeBytes(Purpose purpose) {
        return switch (purpose) {
            case INPUT -> maxSize.toBytes();
            case OUTPUT -> maxResultSize.toBytes();
        };
    }
}
