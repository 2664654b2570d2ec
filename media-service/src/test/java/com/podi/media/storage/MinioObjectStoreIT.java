package com.podi.media.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.id.Ids;
import com.podi.testsupport.ObjectStore;
import com.podi.testsupport.RealParts;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class MinioObjectStoreIT {

    @Test
    void createsAMissingBucketOnce() {
        MinioObjectStore store = store(
                RealParts.s3().endpoint(),
                "bucket-" + Ids.next("x").substring(2).toLowerCase(Locale.ROOT));

        assertUnavailable(() -> store.read(new StoredObject("x", 1, "x"), 0, 1));
        store.createBucketIfMissing();
        store.createBucketIfMissing();

        assertThat(store.find("nothing")).isEmpty();
        store.delete("nothing");
    }

    @Test
    void aStoreThatIsAwayIsUnavailableForNow() throws IOException {
        int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        MinioObjectStore store = store(URI.create("http://127.0.0.1:" + port), "podi");

        assertUnavailable(() -> store.find("x"));
        assertUnavailable(() -> store.delete("x"));
        assertUnavailable(store::createBucketIfMissing);
    }

    @Test
    void aStoreThatNeverAnswersIsNotWaitedFor() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
            MinioObjectStore store = store(URI.create("http://127.0.0.1:" + silent.getLocalPort()), "podi");
            Instant start = Instant.now();

            assertUnavailable(() -> store.find("x"));

            assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(5));
        }
    }

    private static void assertUnavailable(Runnable call) {
        assertThatExceptionOfType(PodiException.class).isThrownBy(call::run).satisfies(failure -> {
            assertThat(failure.errorCode()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
            assertThat(failure.retryAfter()).isPositive();
        });
    }

    private static MinioObjectStore store(URI endpoint, String bucket) {
        ObjectStore part = RealParts.s3();
        return new MinioObjectStore(
                new StorageProperties(
                        StorageProperties.Kind.S3,
                        endpoint.toString(),
                        endpoint.toString(),
                        "us-east-1",
                        bucket,
                        part.accessKey(),
                        part.secretKey(),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        "http://127.0.0.1/callback"),
                new JsonMapper(),
                Clock.systemUTC());
    }
}
