package com.podi.comfyui.catalog;

/** Whoever needs what a record of a catalogue stands for. */
public interface CatalogUse {

    /** @param nameKey as {@link CatalogItem#nameKey} gives it */
    boolean isUsed(String kind, String nameKey);
}
