package com.podi.taskworker.intake;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call of an ability.
 *
 * @param inputs the fields of the ability's form
 * @param imageUrl the main picture, somewhere on the web
 * @param images pictures, the main one first; not together with {@code imageUrl}
 * @param metadata is kept with the task and given back
 */
record InvokeRequest(
        @Nullable @Size(max = 64) String executorId,
        @Nullable JsonNode inputs,
        @Nullable @Size(max = 2048) String imageUrl,
        @Nullable @Size(max = 16) List<@Valid @NotNull Image> images,
        @Nullable JsonNode metadata) {

    /** One of {@code objectKey}, of something the caller has uploaded, and {@code url}. */
    record Image(
            @Nullable @Size(max = 64) String name,
            @Nullable @Size(max = 512) String objectKey,
            @Nullable @Size(max = 2048) String url) {}
}
