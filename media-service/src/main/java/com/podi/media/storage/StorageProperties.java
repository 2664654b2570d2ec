package com.podi.media.storage;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param kind what the store reads where stores differ: the upload form
 * @param endpoint the store as the platform reaches it
 * @param publicUrl the store as clients reach it
 * @param region part of every signature; named here so that signing asks nobody
 * @param connectTimeout how long a store that is away may hold up a request
 * @param callTimeout how long one call may take from end to end
 * @param transferTimeout how long it may take to fetch a whole picture; less than anybody holds a job
 * @param callbackUrl where the store can tell that an object has arrived, as the store reaches us
 */
@ConfigurationProperties("podi.media.storage")
record StorageProperties(
        @DefaultValue("s3") Kind kind,
        String endpoint,
        String publicUrl,
        @DefaultValue("us-east-1") String region,
        @DefaultValue("podi") String bucket,
        String accessKey,
        String secretKey,
        @DefaultValue("PT2S") Duration connectTimeout,
        @DefaultValue("PT10S") Duration callTimeout,
        @DefaultValue("PT1M") Duration transferTimeout,
        String callbackUrl) {

    enum Kind {
        /** MinIO and everything else that speaks S3. */
        S3,
        /** Aliyun OSS, by its S3 interface and a form of its own. */
        OSS
    }
}
