package com.podi.comfyui.catalog;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the id or in one of the names
 */
record CatalogFilter(
        @Nullable @Size(max = 100) String q,

        @Nullable @Pattern(regexp = Rules.STATUS) String status) {}
