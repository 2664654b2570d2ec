package com.podi.ability.catalog;

import com.podi.contracts.ability.AbilityView.Field;
import com.podi.contracts.ability.AbilityView.InputSchema;
import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.ability.Names;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An ability as it shall be; what is absent gets its default, the status stays.
 *
 * @param id for a new one; provider and capability key if it is absent. {@code logs} would stand in the way of a route
 * @param action the capability key if it is absent
 * @param inputSchema that of the workflow if it is absent
 * @param revision the one that was seen; a PUT without it overwrites
 */
record AbilityRequest(
        @Nullable @Pattern(regexp = "(?!logs$)" + Names.RECORD_ID)
        String id,

        @NotNull @Pattern(regexp = Names.PROVIDER) String provider,
        @Nullable @Pattern(regexp = "[a-z0-9_-]{2,32}") String category,
        @NotNull @Pattern(regexp = "[a-z0-9_-]{2,31}") String capabilityKey,
        @Nullable @Pattern(regexp = Names.ACTION) String action,
        @NotBlank @Size(max = 100) String displayName,
        @Nullable @Size(max = 2_000) String description,
        @Nullable @Pattern(regexp = "active|inactive") String status,

        @Nullable @Pattern(regexp = "api|comfyui|workflow|tool")
        String abilityType,

        @Nullable @Size(max = 64) String workflowId,
        @Nullable @Size(max = 64) String executorId,
        @Nullable InputSchema inputSchema,
        @Nullable @Valid Metadata metadata,
        @Nullable Boolean requiresImage,
        @Nullable Boolean supportsMultipleImages,
        @Nullable @Min(1) @Max(100) Integer maxOutputImages,
        @Nullable @Positive Integer revision) {

    /** As in the answer; what an ability says of itself there can be sent back. */
    record Metadata(
            @Nullable @Valid Pricing pricing,
            @Nullable @Size(max = 100) List<@NotNull @Size(max = 64) String> allowedExecutorIds,

            @Nullable @Pattern(regexp = "fixed|weight|round_robin|least_queue")
            String routingPolicy,

            @Nullable @Size(max = 20) List<@NotBlank @Size(max = 64) String> tags,
            @Nullable @Min(1) @Max(10_000) Integer maxConcurrency,
            @Nullable @Min(1) @Max(7_200) Integer timeoutSeconds,
            @Nullable @Min(1) @Max(10) Integer attempts,
            @Nullable Upstream upstream) {}

    record Pricing(
            @Nullable @Pattern(regexp = "[A-Z]{3}") String currency,

            @Nullable @Pattern(regexp = "per_image|per_call|per_second")
            String unit,

            @NotNull @PositiveOrZero @Digits(integer = 8, fraction = 4)
            BigDecimal listPrice,

            @Nullable @PositiveOrZero @Digits(integer = 8, fraction = 4)
            BigDecimal discountPrice,

            @Nullable @Size(min = 1, max = 64) String unitsFrom) {}

    private static final Metadata NOTHING_MORE = new Metadata(null, null, null, null, null, null, null, null);

    Metadata details() {
        return metadata == null ? NOTHING_MORE : metadata;
    }

    List<Field> fields() {
        return inputSchema == null ? List.of() : inputSchema.fields();
    }

    String idOrDefault() {
        return id == null ? provider + "_" + capabilityKey : id;
    }
}
