package com.podi.contracts.wallet;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** @param points what is charged of the hold, all of it when absent; the rest returns to the user */
public record ConfirmRequest(
        @NotBlank @Size(max = 64) String holdId,
        @Nullable @PositiveOrZero Long points) {}
