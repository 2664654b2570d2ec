package com.podi.media.storage;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import io.minio.BucketExistsArgs;
import io.minio.CopyObjectArgs;
import io.minio.Directive;
import io.minio.GetObjectArgs;
import io.minio.GetPresignedObjectUrlArgs;
import io.minio.Http;
import io.minio.ListObjectsArgs;
import io.minio.MakeBucketArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.Result;
import io.minio.Signer;
import io.minio.SourceObject;
import io.minio.StatObjectArgs;
import io.minio.StatObjectResponse;
import io.minio.errors.ErrorResponseException;
import io.minio.errors.MinioException;
import io.minio.messages.Item;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.springframework.http.ContentDisposition;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** MinIO, or whatever else speaks S3. */
@Component
class MinioObjectStore implements ObjectStore {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** What a store answers where the source of a copy is gone or has changed. */
    private static final Set<String> GONE = Set.of("NoSuchKey", "PreconditionFailed");

    private static final DateTimeFormatter SIGNING_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'");

    private final StorageProperties properties;
    private final Clock clock;
    private final MinioClient platform;
    private final MinioClient transfer;
    private final MinioClient clients;
    private final UploadForms forms;

    MinioObjectStore(StorageProperties properties, JsonMapper json, Clock clock) {
        this.properties = properties;
        this.clock = clock;
        this.platform = client(properties, properties.endpoint(), properties.callTimeout());
        this.transfer = client(properties, properties.endpoint(), properties.transferTimeout());
        this.clients = client(properties, properties.publicUrl(), properties.callTimeout());
        this.forms = switch (properties.kind()) {
            case S3 -> new S3UploadForms(properties, clients, clock);
            case OSS -> new OssUploadForms(properties, json, clock);
        };
    }

    private static MinioClient client(StorageProperties properties, String url, Duration timeout) {
        return MinioClient.builder()
                .endpoint(url)
                .region(properties.region())
                .credentials(properties.accessKey(), properties.secretKey())
                .httpClient(
                        new OkHttpClient.Builder()
                                .connectTimeout(properties.connectTimeout())
                                .readTimeout(properties.callTimeout())
                                .callTimeout(timeout)
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
    public Optional<StoredObject> copy(String from, String to, String contentType) {
        return ask(() -> {
            try {
                platform.copyObject(CopyObjectArgs.builder()
                        .bucket(properties.bucket())
                        .object(to)
                        .source(SourceObject.builder()
                                .bucket(properties.bucket())
                                .object(from)
                                .build())
                        .metadataDirective(Directive.REPLACE)
                        .headers(new Http.Headers(Map.of("Content-Type", contentType)))
                        .build());
                return find(to);
            } catch (ErrorResponseException refused) {
                if (GONE.contains(refused.errorResponse().code())) {
                    return Optional.empty();
                }
                throw refused;
            }
        });
    }

    @Override
    public void fetch(String key, Path file) {
        ask(() -> {
            try (InputStream bytes = transfer.getObject(GetObjectArgs.builder()
                    .bucket(properties.bucket())
                    .object(key)
                    .build())) {
                return Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            }
        });
    }

    @Override
    public void put(String key, byte[] bytes, String contentType) {
        ask(() -> platform.putObject(PutObjectArgs.builder()
                .bucket(properties.bucket())
                .object(key)
                .data(bytes, bytes.length)
                .contentType(contentType)
                .build()));
    }

    @Override
    public List<Found> list(String after, int limit) {
        return ask(() -> {
            List<Found> page = new ArrayList<>();
            for (Result<Item> item : platform.listObjects(ListObjectsArgs.builder()
                    .bucket(properties.bucket())
                    .recursive(true)
                    .startAfter(after.isEmpty() ? null : after)
                    .maxKeys(limit)
                    .build())) {
                page.add(new Found(
                        item.get().objectName(), item.get().lastModified().toInstant()));
                if (page.size() == limit) {
                    break;
                }
            }
            return page;
        });
    }

    @Override
    public UploadForm uploadForm(UploadOffer offer) {
        return forms.of(offer);
    }

    @Override
    public Optional<String> keyOf(URI address) {
        String path = address.getPath() == null ? "" : address.getPath();
        String inBucket = "/" + properties.bucket() + "/";
        return Stream.of(properties.publicUrl(), properties.endpoint())
                .map(URI::create)
                .flatMap(store -> {
                    if (sameServer(store, address, "") && path.startsWith(inBucket)) {
                        return Stream.of(path.substring(inBucket.length()));
                    }
                    return sameServer(store, address, properties.bucket() + ".")
                            ? Stream.of(path.substring(Math.min(1, path.length())))
                            : Stream.empty();
                })
                .findFirst();
    }

    private static boolean sameServer(URI store, URI address, String subdomain) {
        return (subdomain + store.getHost()).equalsIgnoreCase(address.getHost()) && portOf(store) == portOf(address);
    }

    private static int portOf(URI address) {
        return address.getPort() >= 0 ? address.getPort() : "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
    }

    @Override
    public String bucket() {
        return properties.bucket();
    }

    /** The client itself would sign no headers: only what is signed has to be so. */
    @Override
    public URI uploadLink(Side side, UploadOffer offer) {
        HttpUrl address = HttpUrl.get(link(side, Http.Method.PUT, offer.key(), offer.ttl(), Map.of())
                        .toString())
                .newBuilder()
                .query(null)
                .build();
        Request put = new Request.Builder()
                .url(address)
                .put(RequestBody.create(new byte[0]))
                .header("Host", URI.create(address.toString()).getAuthority())
                .header("X-Amz-Date", SIGNING_TIME.format(clock.instant().atZone(ZoneOffset.UTC)))
                .header("Content-Type", offer.contentType())
                .header("Content-Length", Long.toString(offer.maxSizeBytes()))
                .build();
        return URI.create(ask(() -> Signer.presignV4(
                        put,
                        properties.region(),
                        properties.accessKey(),
                        properties.secretKey(),
                        Math.toIntExact(offer.ttl().toSeconds())))
                .toString());
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
