package com.podi.comfyui.catalog;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.Pagination;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A page of a catalogue, beside what a node has.
 *
 * @param executorId of the node; null if none was asked
 * @param installedFiles all that the node has, as it spells them
 * @param untrackedFiles those of which the catalogue knows nothing
 * @param nodeError the code of what went wrong with the node; the catalogue is there nevertheless
 */
public record CatalogPage<T extends CatalogItem<T>>(
        List<CatalogEntry<T>> items,
        Pagination pagination,
        @Nullable String executorId,
        @Nullable List<String> installedFiles,
        @Nullable List<String> untrackedFiles,
        @Nullable String nodeError) {

    static <T extends CatalogItem<T>> CatalogPage<T> of(Page<CatalogEntry<T>> page) {
        return new CatalogPage<>(page.items(), page.pagination(), null, null, null, null);
    }

    static <T extends CatalogItem<T>> CatalogPage<T> of(
            Page<CatalogEntry<T>> page, String executorId, Installed node, Set<String> known) {
        return new CatalogPage<>(
                page.items().stream().map(entry -> entry.on(node)).toList(),
                page.pagination(),
                executorId,
                node.all(),
                node.without(known),
                node.error() == null ? null : node.error().code());
    }
}
