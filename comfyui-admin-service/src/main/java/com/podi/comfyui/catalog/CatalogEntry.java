package com.podi.comfyui.catalog;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;

/** A record of the catalogue with the times of its row. */
public record CatalogEntry<T>(@JsonUnwrapped T item, Instant createdAt, Instant updatedAt) {}
