package com.podi.comfyui.manifest;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/manifests")
class ManifestController {

    private final Manifests manifests;

    ManifestController(Manifests manifests) {
        this.manifests = manifests;
    }

    @Operation(summary = "Manifests as they are, the newest first")
    @GetMapping
    ApiResponse<Page<Manifest>> list(@Valid ManifestFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(manifests.page(filter, page));
    }

    @Operation(summary = "A manifest as it is, or as it was")
    @GetMapping("/{id}")
    ApiResponse<Manifest> get(
            @PathVariable String id, @RequestParam(required = false) @Nullable @Positive Integer revision) {
        return ApiResponse.found(manifests.get(id, revision));
    }

    @Operation(summary = "Every revision of a manifest, the newest first")
    @GetMapping("/{id}/revisions")
    ApiResponse<Page<Manifest>> revisions(@PathVariable String id, @Valid PageRequest page) {
        return ApiResponse.found(manifests.revisions(id, page));
    }

    @Operation(summary = "Write a manifest")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<Manifest> add(@Valid @RequestBody ManifestRequest wanted, Caller caller) {
        return ApiResponse.created(manifests.create(wanted, caller.userId()));
    }

    @Operation(summary = "Write the next revision of a manifest")
    @PutMapping("/{id}")
    ApiResponse<Manifest> change(@PathVariable String id, @Valid @RequestBody ManifestRequest wanted, Caller caller) {
        return ApiResponse.updated(manifests.change(id, wanted, caller.userId()));
    }

    /** @param revision whose content becomes the next revision */
    record RollbackRequest(@NotNull @Positive Integer revision) {}

    @Operation(summary = "Write a former revision anew, as the next one")
    @PostMapping("/{id}/rollback")
    ApiResponse<Manifest> rollBack(@PathVariable String id, @Valid @RequestBody RollbackRequest wanted, Caller caller) {
        return ApiResponse.updated(manifests.rollBack(id, wanted.revision(), caller.userId()));
    }
}
