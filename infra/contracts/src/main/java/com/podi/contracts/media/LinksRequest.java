package com.podi.contracts.media;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;

/** Asks for links that the owner of the objects can open. */
public record LinksRequest(
        @NotEmpty @Size(max = 1000) List<@NotNull @Size(max = 512) @Pattern(regexp = "\\P{Cntrl}*") String> objectKeys,
        @Min(1) @Max(86_400) int ttlSeconds) {}
