package com.podi.taskworker.intake;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many tasks that are taken together or not at all.
 *
 * @param callbackUrl is told of the end of each task that names no callback of its own
 */
record BatchRequest(
        @NotEmpty @Size(max = 200) List<@Valid @NotNull TaskRequest> items,
        @Nullable @Size(max = 2048) String callbackUrl) {

    BatchRequest {
        items = items == null ? null : List.copyOf(items);
    }
}
