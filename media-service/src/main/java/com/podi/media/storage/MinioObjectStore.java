package com.podi.media.storage;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import io.minio.BucketExistsArgs;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PostPolicy;
import io.minio.RemoveObjectArgs;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import okhttp3.OkHttpClient;
import org.springframework.http.ContentDisposition;
import org.springframework.stereotype.Component;

/** MinIO, or whatever else speaks S3. */
@Component
class MinioObjectStore implements ObjectStore {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final StorageProperties properties;
    private final Clock clock;
    private final MinioClient platform;
    private final MinioClient clients;

    MinioObjectStore(StorageProperties properties, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.platform = client(properties, properties.endpoint());
        this.clients = client(properties, properties.publicUrl());
    }

    private static MinioClient client(StorageProperties properties, String url) {
        return MinioClient.builder()
                .endpoint(url)
                .region(properties.region())
                .credentials(properties.accessKey(), properties.secretKey())
                .httpClient(
                        new OkHttpClient.Builder()
                                .connectTimeout(properties.connectTimeout())
                                .readTimeout(properties.callTimeout())
                                .callTimeout(properties.callTimeout())
                                .build(),
                        true)
                .build();
    }

    void createBucketIfMissing() {
        ask(() -> {
            if (!platform.bucketExists(
                    BucketExistsArgs.builder().bucket(properties.bucket()).build())) {
                platform.makeBucket(
                        MakeBucketArgs.builder().bucket(properties.bucket()).build());
            }
            return properties.bucket();
        });
    }

    @Override
    public Optional<StoredObject> find(String key) {
        return ask(() -> {
            try {
                StatObjectResponse found = platform.statObject(StatObjectArgs.builder()
                        .bucket(properties.bucket())
                        .object(key)
                        .build());
                return Optional.of(new StoredObject(key, found.size(), found.etag()));
            } catch (ErrorResponseException refused) {
                if (refused.errorResponse().code().equals("NoSuchKey")) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    @Override
    public byte[] read(StoredObject object, long offset, int length) {
        return ask(() -> {
            try (InputStream bytes = platform.getObject(GetObjectArgs.builder()
                    .bucket(properties.bucket())
                    .object(object.key())
                    .matchETag(object.etag())
                    .offset(offset)
                    .length((long) length)
                    .build())) {
                return bytes.readNBytes(length);
            }
        });
    }

    @Override
    public void delete(String key) {
        ask(() -> {
            platform.removeObject(RemoveObjectArgs.builder()
                    .bucket(properties.bucket())
                    .object(key)
                    .build());
            return key;
        });
    }

    @Override
    public UploadForm uploadForm(String key, String contentType, long maxSizeBytes, Duration ttl) {
        PostPolicy policy =
                new PostPolicy(properties.bucket(), clock.instant().plus(ttl).atZone(ZoneOffset.UTC));
        policy.addEqualsCondition("key", key);
        policy.addEqualsCondition("Content-Type", contentType);
        policy.addContentLengthRangeCondition(1, maxSizeBytes);
        Map<String, String> fields = new HashMap<>(ask(() -> clients.getPresignedPostFormData(policy)));
        fields.put("key", key);
        fields.put("Content-Type", contentType);
        return new UploadForm(
                URI.create(properties.publicUrl()).resolve("/" + properties.bucket()),
                properties.bucket(),
                properties.accessKey(),
                fields);
    }

    @Override
    public URI uploadLink(Side side, String key, Duration ttl) {
        return link(side, Http.Method.PUT, key, ttl, Map.of());
    }

    @Override
    public URI downloadLink(Side side, String key, Attachment attachment, Duration ttl) {
        ContentDisposition disposition = ContentDisposition.attachment()
                .filename(attachment.fileName(), StandardCharsets.UTF_8)
                .build();
        return link(
                side,
                Http.Method.GET,
                key,
                ttl,
                Map.of(
                        "response-content-disposition", disposition.toString(),
                        "response-content-type", attachment.contentType()));
    }

    private URI link(Side side, Http.Method method, String key, Duration ttl, Map<String, String> parameters) {
        MinioClient signer = side == Side.CLIENTS ? clients : platform;
        return URI.create(ask(() -> signer.getPresignedObjectUrl(GetPresignedObjectUrlArgs.builder()
                .method(method)
                .bucket(properties.bucket())
                .object(key)
                .expiry(Math.toIntExact(ttl.toSeconds()))
                .extraQueryParams(parameters)
                .build())));
    }

    private <T> T ask(Call<T> call) {
        try {
            return call.make();
        } catch (MinioException | IOException failure) {
            throw unavailable(failure);
        } catch (IllegalStateException failure) {
            // The client's disguise of a connection that failed.
            throw failure.getCause() instanceof IOException ? unavailable(failure) : failure;
        }
    }

    private PodiException unavailable(Exception failure) {
        return ErrorCode.SERVICE_UNAVAILABLE
                .because("object store: %s", failure.getMessage())
                .causedBy(failure)
                .retryAfter(RETRY_AFTER);
    }

    @FunctionalInterface
    private interface Call<T> {
        T make() throws MinioException, IOException;
    }
}
