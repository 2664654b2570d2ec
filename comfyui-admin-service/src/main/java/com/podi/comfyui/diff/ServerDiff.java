package com.podi.comfyui.diff;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A saved snapshot.
 *
 * @param snapshot as it was computed, or as somebody brought it
 * @param comparison with an older one; null if none was asked for
 */
record ServerDiff(
        String id,
        String name,
        List<String> executorIds,
        JsonNode snapshot,
        @Nullable Comparison comparison,
        String createdBy,
        Instant createdAt) {

    ServerDiff comparedBy(Comparison comparison) {
        return new ServerDiff(id, name, executorIds, snapshot, comparison, createdBy, createdAt);
    }
}
