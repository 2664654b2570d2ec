package com.podi.contracts.media;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/** Says that the bytes of a granted upload lie in the store. */
public record CompleteRequest(
        @NotBlank @Size(max = 512) @Pattern(regexp = "\\P{Cntrl}*")
        String objectKey) {}
