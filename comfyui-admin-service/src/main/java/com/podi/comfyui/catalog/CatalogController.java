package com.podi.comfyui.catalog;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;

/** A catalogue under the address that the subclass gives it. */
public abstract class CatalogController<T extends CatalogItem<T>> {

    private final Catalog<T> catalog;

    protected CatalogController(Catalogs catalogs, String kind, Class<T> type) {
        this.catalog = catalogs.of(kind, type);
    }

    @GetMapping
    ApiResponse<Page<CatalogEntry<T>>> list(@Valid CatalogFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(catalog.page(filter, page));
    }

    @PostMapping
    ApiResponse<CatalogEntry<T>> add(@Valid @RequestBody T item) {
        return ApiResponse.created(catalog.add(item));
    }

    @PutMapping("/{id}")
    ApiResponse<CatalogEntry<T>> change(@PathVariable String id, @Valid @RequestBody T item) {
        return ApiResponse.updated(catalog.change(id, item));
    }

    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> remove(@PathVariable String id) {
        catalog.remove(id);
        return ApiResponse.ok(null);
    }
}
