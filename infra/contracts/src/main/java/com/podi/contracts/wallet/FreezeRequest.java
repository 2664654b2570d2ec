package com.podi.contracts.wallet;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Sets points aside for a task until it is known what they buy.
 *
 * @param channel where the call came from, for the books only
 */
public record FreezeRequest(
        @NotBlank @Size(max = 64) String userId,
        @NotBlank @Size(max = 64) String taskId,
        @NotBlank @Size(max = 64) String action,
        @NotNull @Positive @Max(1_000_000_000L) Long points,
        @Nullable @Size(max = 64) String channel) {}
