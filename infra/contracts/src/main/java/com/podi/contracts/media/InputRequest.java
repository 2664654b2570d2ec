package com.podi.contracts.media;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Asks what a user means by a picture.
 *
 * @param objectKey the key of one in our store
 * @param url where one is to be found, perhaps in our store; if there is no {@code objectKey}
 */
public record InputRequest(
        @NotBlank @Size(max = 64) @Pattern(regexp = "\\P{Cntrl}*")
        String userId,

        @Nullable @Size(max = 512) @Pattern(regexp = "\\P{Cntrl}*")
        String objectKey,

        @Nullable @Size(max = 2048) @Pattern(regexp = "\\P{Cntrl}*")
        String url) {}
