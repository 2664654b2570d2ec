package com.podi.ability.executor;

import com.podi.contracts.ability.Names;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An executor as it shall be; what is absent gets its default, the status stays.
 *
 * @param id for a new one, if it shall not be made up
 * @param revision the one that was seen; a PUT without it overwrites
 */
record ExecutorRequest(
        @Nullable @Pattern(regexp = Names.RECORD_ID) String id,
        @NotBlank @Size(max = 100) String name,
        @NotNull @Pattern(regexp = Names.PROVIDER) String type,
        @NotBlank @Size(max = 500) String baseUrl,
        @Nullable @Pattern(regexp = "active|inactive") String status,
        @Nullable @Min(1) @Max(1_000) Integer weight,
        @Nullable @Min(1) @Max(1_000) Integer maxConcurrency,
        @Nullable @Size(max = 20) List<@NotBlank @Size(max = 64) String> tags,
        @Nullable JsonNode config,
        @Nullable @Size(max = 50) List<@NotNull @Pattern(regexp = Names.RECORD_ID) String> apiKeyIds,
        @Nullable @Positive Integer revision) {

    private static final int OF_A_COMFYUI_NODE = 1;
    private static final int OF_OTHERS = 4;

    /** A ComfyUI node does one thing at a time. */
    int concurrency() {
        if (maxConcurrency != null) {
            return maxConcurrency;
        }
        return type.equals("comfyui") ? OF_A_COMFYUI_NODE : OF_OTHERS;
    }
}
