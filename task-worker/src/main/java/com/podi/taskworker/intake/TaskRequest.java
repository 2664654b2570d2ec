package com.podi.taskworker.intake;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call of an ability that the caller does not wait for.
 *
 * @param taskId the caller's own name for the task; one is made if it is absent
 * @param priority among the caller's own tasks; the higher one runs first
 * @param notBefore when it may start at the earliest, at most twelve hours ahead
 */
record TaskRequest(
        @NotBlank @Size(max = 64) String abilityId,

        @Nullable @Pattern(regexp = "(?!(batch|batches|events)$)[A-Za-z0-9_-]{4,64}")
        String taskId,

        @Nullable @Min(-100) @Max(100) Integer priority,
        @Nullable Instant notBefore,
        @Nullable @Size(max = 64) String executorId,
        @Nullable JsonNode inputs,
        @Nullable @Size(max = 2048) String imageUrl,
        @Nullable String imageBase64,
        @Nullable @Size(max = 16) List<InvokeRequest.@Valid @NotNull Image> images,
        @Nullable JsonNode metadata,
        @Nullable @Size(max = 2048) String callbackUrl,
        @Nullable @Size(max = 10) Map<String, String> callbackHeaders) {

    InvokeRequest invocation() {
        return new InvokeRequest(
                executorId, inputs, imageUrl, imageBase64, images, metadata, callbackUrl, callbackHeaders);
    }

    /** The same, with this callback unless it has one of its own. */
    TaskRequest orCallback(@Nullable String url) {
        return callbackUrl != null || url == null
                ? this
                : new TaskRequest(
                        abilityId,
                        taskId,
                        priority,
                        notBefore,
                        executorId,
                        inputs,
                        imageUrl,
                        imageBase64,
                        images,
                        metadata,
                        url,
                        callbackHeaders);
    }
}
