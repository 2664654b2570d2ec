package com.podi.comfyui.catalog;

import org.jspecify.annotations.Nullable;

/**
 * An administered record as clients write and read it.
 *
 * @param <T> the record itself
 */
public interface CatalogItem<T> {

    /** Null in a new record that leaves the choice to us. */
    @Nullable
    String id();

    /** The revision that a change was made from; null overwrites whatever is there. */
    @Nullable
    Integer revision();

    String displayName();

    /** {@code active} or {@code inactive}. */
    String status();

    /** What may occur only once in the catalogue. */
    String nameKey();

    /** Whether a node says of all files of this kind that it has them: if not, one that it does not name may be there. */
    default boolean toldWhole() {
        return true;
    }

    T stored(String id, int revision);
}
