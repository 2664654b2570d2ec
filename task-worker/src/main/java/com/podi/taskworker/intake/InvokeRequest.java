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
 * @param images objects that the caller has uploaded, the main picture first
 * @param metadata is kept with the task and given back
 */
record InvokeRequest(
        @Nullable @Size(max = 64) String executorId,
        @Nullable JsonNode inputs,
        @Nullable @Size(max = 16) List<@Valid @NotNull Image> images,
        @Nullable JsonNode metadata) {

    record Image(
            @Nullable @Size(max = 64) String name,
            @NotNull @Size(min = 1, max = 512) String objectKey) {}

    InvokeRequest {
        images = images == null ? List.of() : images;
    }
}
