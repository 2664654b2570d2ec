package com.podi.media.notification;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What MinIO sends, in the shape of S3's own notifications; only what is looked at. */
record BucketNotification(@Nullable @JsonProperty("Records") List<@Nullable Event> records) {

    /** The keys of the objects that have come to be in this bucket. */
    List<String> created(String bucket) {
        return records == null
                ? List.of()
                : records.stream()
                        .filter(Objects::nonNull)
                        .map(event -> event.created(bucket))
                        .flatMap(Optional::stream)
                        .toList();
    }

    /** @param eventName such as {@code s3:ObjectCreated:Put} */
    record Event(@Nullable String eventName, @Nullable Entity s3) {

        /** The key of an object that has come to be in this bucket. */
        Optional<String> created(String bucket) {
            if (eventName == null
                    || !eventName.contains("ObjectCreated:")
                    || s3 == null
                    || s3.bucket() == null
                    || !bucket.equals(s3.bucket().name())
                    || s3.object() == null
                    || s3.object().key() == null) {
                return Optional.empty();
            }
            return decoded(s3.object().key());
        }

        /** Keys come as in a query. */
        private static Optional<String> decoded(String key) {
            try {
                return Optional.of(URLDecoder.decode(key, StandardCharsets.UTF_8))
                        .filter(text -> text.indexOf('\0') < 0);
            } catch (IllegalArgumentException malformed) {
                return Optional.empty();
            }
        }
    }

    record Entity(@Nullable Bucket bucket, @Nullable Item object) {}

    record Bucket(@Nullable String name) {}

    record Item(@Nullable String key) {}
}
