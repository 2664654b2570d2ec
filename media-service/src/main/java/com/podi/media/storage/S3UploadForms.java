package com.podi.media.storage;

import io.minio.MinioClient;
import io.minio.PostPolicy;
import io.minio.errors.MinioException;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** The POST policy of S3, which MinIO reads as well. */
final class S3UploadForms implements UploadForms {

    private final StorageProperties properties;
    private final MinioClient signer;
    private final Clock clock;

    S3UploadForms(StorageProperties properties, MinioClient signer, Clock clock) {
        this.properties = properties;
        this.signer = signer;
        this.clock = clock;
    }

    @Override
    public UploadForm of(UploadOffer offer) {
        PostPolicy policy = new PostPolicy(
                properties.bucket(), clock.instant().plus(offer.ttl()).atZone(ZoneOffset.UTC));
        policy.addEqualsCondition("key", offer.key());
        policy.addEqualsCondition("Content-Type", offer.contentType());
        policy.addContentLengthRangeCondition(1, offer.maxSizeBytes());
        Map<String, String> fields = new HashMap<>(signed(policy));
        fields.put("key", offer.key());
        fields.put("Content-Type", offer.contentType());
        return new UploadForm(
                URI.create(properties.publicUrl()).resolve("/" + properties.bucket()),
                properties.bucket(),
                properties.accessKey(),
                fields.get("policy"),
                fields.get("x-amz-signature"),
                fields);
    }

    private Map<String, String> signed(PostPolicy policy) {
        try {
            return signer.getPresignedPostFormData(policy);
        } catch (MinioException impossible) {
            throw new IllegalStateException("cannot sign a form", impossible);
        }
    }
}
