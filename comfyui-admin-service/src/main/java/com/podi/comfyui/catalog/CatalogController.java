package com.podi.comfyui.catalog;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;

/** A catalogue under the address that the subclass gives it. */
public abstract class CatalogController<T extends CatalogItem<T>> {

    private final Catalog<T> catalog;

    protected CatalogController(Catalogs catalogs, String kind, Class<T> type) {
        this.catalog = catalogs.of(kind, type);
    }

    @Operation(summary = "Search the catalogue")
    @GetMapping
    ApiResponse<Page<CatalogEntry<T>>> list(@Valid CatalogFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(catalog.page(filter, page));
    }

    @Operation(summary = "Add a record")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<CatalogEntry<T>> add(@Valid @RequestBody T item) {
        return ApiResponse.created(catalog.add(item));
    }

    @Operation(summary = "Change a record")
    @PutMapping("/{id}")
    ApiResponse<CatalogEntry<T>> change(@PathVariable String id, @Valid @RequestBody T item) {
        return ApiResponse.updated(catalog.change(id, item));
    }

    @Operation(summary = "Remove a record")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> remove(@PathVariable String id) {
        catalog.remove(id);
        return ApiResponse.ok(null);
    }
}
