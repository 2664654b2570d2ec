package com.podi.comfyui.catalog;

import com.podi.comfyui.node.NodeModels;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.stream.Stream;
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

    private final Catalogs catalogs;
    private final Catalog<T> catalog;

    protected CatalogController(Catalogs catalogs, String kind, Class<T> type) {
        this.catalogs = catalogs;
        this.catalog = catalogs.of(kind, type);
    }

    /** What a node has of this kind, spelled like the names of the records. */
    protected abstract Stream<String> filesOf(NodeModels node);

    @Operation(summary = "Search the catalogue, and see what of it a node has")
    @GetMapping
    ApiResponse<CatalogPage<T>> list(@Valid CatalogFilter filter, @Valid PageRequest request) {
        Page<CatalogEntry<T>> page = catalog.page(filter, request);
        return ApiResponse.found(
                filter.executorId() == null
                        ? CatalogPage.of(page)
                        : CatalogPage.of(
                                page, filter.executorId(), installed(filter.executorId()), catalog.nameKeys()));
    }

    private Installed installed(String executorId) {
        try {
            return Installed.of(filesOf(catalogs.models(executorId)));
        } catch (PodiException refusal) {
            if (refusal.errorCode() == ErrorCode.COMFYUI_OBJECT_INFO_ERROR) {
                return Installed.unknown(refusal.errorCode());
            }
            throw refusal;
        }
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
        catalog.remove(id, catalogs.uses());
        return ApiResponse.ok(null);
    }
}
