package com.podi.taskworker.intake;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call of an ability.
 *
 * @param inputs the fields of the ability's form
 * @param imageUrl the main picture, somewhere on the web
 * @param imageBase64 the main picture itself, with or without the head of a data URI
 * @param images pictures, the main one first; not together with {@code imageUrl} or {@code imageBase64}
 * @param metadata is kept with the task and given back
 * @param callbackUrl is told of the end
 */
record InvokeRequest(
        @Nullable @Size(max = 64) String executorId,
        @Nullable JsonNode inputs,
        @Nullable @Size(max = 2048) String imageUrl,
        @Nullable String imageBase64,
        @Nullable @Size(max = 16) List<@Valid @NotNull Image> images,
        @Nullable JsonNode metadata,
        @Nullable @Size(max = 2048) String callbackUrl,
        @Nullable @Size(max = 10) Map<String, String> callbackHeaders) {

    /** One of {@code objectKey}, of something the caller has uploaded or is about to, {@code url} and {@code base64}. */
    record Image(
            @Nullable @Size(max = 64) String name,
            @Nullable @Size(max = 512) String objectKey,
            @Nullable @Size(max = 2048) String url,
            @Nullable @Size(max = 2048) String ossUrl,
            @Nullable String base64) {}
}
