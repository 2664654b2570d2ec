package com.podi.comfyui.catalog;

import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;

/**
 * Which records are wanted; what is absent does not matter.
 *
 * @param q stands somewhere in the id or in one of the names
 * @param executorId of the node that is asked what of it it has
 */
record CatalogFilter(
        @Nullable @Size(max = 100) String q,

        @Nullable @Pattern(regexp = Rules.STATUS) String status,
        @Nullable @Size(max = 50) String tag,
        @Nullable @Size(max = 100) String baseModel,
        @Nullable @Pattern(regexp = Rules.MODEL_TYPE) String modelType,
        @Nullable @Size(max = 64) String executorId) {}
