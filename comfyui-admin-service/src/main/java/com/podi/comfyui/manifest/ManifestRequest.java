package com.podi.comfyui.manifest;

import com.podi.comfyui.catalog.Rules;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A manifest as it shall be.
 *
 * @param revision the one that was seen; a PUT without it goes on from whatever is there
 */
record ManifestRequest(
        @Nullable @Pattern(regexp = Rules.ID) String id,
        @Nullable @Size(min = 1, max = 32) String role,
        @NotBlank @Size(max = 64) String version,
        @NotNull JsonNode content,

        @Nullable @Size(max = 2000) @Pattern(regexp = Rules.WEB_ADDRESS)
        String downloadUrl,

        @Nullable @Positive Integer revision) {

    ManifestRequest {
        role = role == null ? "full" : role;
    }
}
