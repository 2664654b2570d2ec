package com.podi.contracts.ability;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * What a provider thought of a key.
 *
 * @param restSeconds how long a throttled key is left alone; a minute if nothing is said
 * @param version of the secret that was used; of a former one nothing is believed. Absent, the present one is meant
 */
public record KeyReport(
        @NotNull Outcome outcome,
        @Nullable @Min(1) @Max(86_400) Integer restSeconds,
        @Nullable @Min(1) Integer version) {

    public enum Outcome {
        /** It is not valid, or has been blocked: nobody uses it before an administrator has looked. */
        REFUSED,
        /** It has been used too often for now. */
        THROTTLED
    }
}
