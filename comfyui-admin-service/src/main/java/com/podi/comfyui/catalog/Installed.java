package com.podi.comfyui.catalog;

import com.podi.contracts.error.ErrorCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a node has of a kind.
 *
 * @param files as the node spells them, by the name that the catalogue would know them by; null if it does not answer
 * @param error why it does not
 */
record Installed(
        @Nullable Map<String, String> files, @Nullable ErrorCode error) {

    static Installed of(Stream<String> files) {
        Map<String, String> byName = new LinkedHashMap<>();
        files.forEach(file -> byName.putIfAbsent(Rules.sameFile(file), file));
        return new Installed(byName, null);
    }

    static Installed unknown(ErrorCode error) {
        return new Installed(null, error);
    }

    @Nullable
    Boolean has(CatalogItem<?> item) {
        boolean found = files != null && files.containsKey(item.nameKey());
        return found || files != null && item.toldWhole() ? Boolean.valueOf(found) : null;
    }

    List<String> all() {
        return files == null ? List.of() : List.copyOf(files.values());
    }

    /** @param known to the catalogue */
    List<String> without(Set<String> known) {
        return files == null
                ? List.of()
                : files.entrySet().stream()
                        .filter(file -> !known.contains(file.getKey()))
                        .map(Map.Entry::getValue)
                        .toList();
    }
}
