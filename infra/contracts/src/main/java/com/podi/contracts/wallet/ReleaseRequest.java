package com.podi.contracts.wallet;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Gives the points of a hold back to the user. */
public record ReleaseRequest(
        @NotBlank @Size(max = 64) String holdId,
        @Nullable @Size(max = 200) String reason) {}
