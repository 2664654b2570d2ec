package com.podi.ability.key;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/api-keys")
class ApiKeyController {

    private final ApiKeys keys;

    ApiKeyController(ApiKeys keys) {
        this.keys = keys;
    }

    @Operation(summary = "The keys of providers, masked")
    @GetMapping
    ApiResponse<Page<ApiKeyView>> list(@Valid ApiKeyFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(keys.list(filter, page));
    }

    @Operation(summary = "One key, masked")
    @GetMapping("/{id}")
    ApiResponse<ApiKeyView> find(@PathVariable String id) {
        return ApiResponse.found(keys.find(id));
    }

    @Operation(summary = "Add a key; nobody can read it again")
    @PostMapping
    ApiResponse<ApiKeyView> add(@Valid @RequestBody ApiKeyRequest request, Caller caller) {
        return ApiResponse.created(keys.add(request, caller.userId()));
    }

    @Operation(summary = "Change a key; without \"key\" it stays as it is")
    @PutMapping("/{id}")
    ApiResponse<ApiKeyView> change(@PathVariable String id, @Valid @RequestBody ApiKeyRequest request, Caller caller) {
        return ApiResponse.updated(keys.change(id, request, caller.userId()));
    }

    @Operation(summary = "Delete a key")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> delete(@PathVariable String id, Caller caller) {
        keys.delete(id, caller.userId());
        return ApiResponse.ok(null);
    }
}
