package com.podi.ability.key;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the name or the id
 */
record ApiKeyFilter(
        @Nullable @Size(max = 64) String provider,
        @Nullable @Size(max = 100) String name,

        @Nullable @Pattern(regexp = "active|inactive|refused")
        String status,

        @Nullable @Size(max = 100) String q) {}
