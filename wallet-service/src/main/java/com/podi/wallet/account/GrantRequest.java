package com.podi.wallet.account;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

/** @param points are taken away if there are less than none of them */
record GrantRequest(
        @NotBlank @Size(max = 64) String userId,
        @NotNull @Min(-1_000_000_000L) @Max(1_000_000_000L) Long points,
        @NotBlank @Size(max = 200) String reason) {}
