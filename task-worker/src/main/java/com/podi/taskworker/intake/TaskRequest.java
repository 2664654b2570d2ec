package com.podi.taskworker.intake;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call of an ability that the caller does not wait for.
 *
 * @param taskId the caller's own name for the task; one is made if it is absent
 */
record TaskRequest(
        @NotBlank @Size(max = 64) String abilityId,

        @Nullable @Pattern(regexp = "(?!(batch|batches|events)$)[A-Za-z0-9_-]{4,64}")
        String taskId,

        @Nullable @Size(max = 64) String executorId,
        @Nullable JsonNode inputs,
        @Nullable @Size(max = 2048) String imageUrl,
        @Nullable @Size(max = 16) List<InvokeRequest.@Valid @NotNull Image> images,
        @Nullable JsonNode metadata) {

    InvokeRequest invocation() {
        return new InvokeRequest(executorId, inputs, imageUrl, images, metadata);
    }
}
