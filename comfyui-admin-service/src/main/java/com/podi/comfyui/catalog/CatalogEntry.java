package com.podi.comfyui.catalog;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the catalogue with the times of its row.
 *
 * @param installed whether a node has it; null if no node was asked, or it does not say
 */
public record CatalogEntry<T extends CatalogItem<T>>(
        @JsonUnwrapped T item, @Nullable Boolean installed, Instant createdAt, Instant updatedAt) {

    CatalogEntry<T> on(Installed node) {
        return new CatalogEntry<>(item, node.has(item), createdAt, updatedAt);
    }
}
