package com.podi.comfyui.diff;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/server-diff")
class ServerDiffController {

    private static final int LONGEST_ID = 64;
    private static final int LONGEST_SEARCH = 100;

    private final ServerDiffs diffs;

    ServerDiffController(ServerDiffs diffs) {
        this.diffs = diffs;
    }

    @Operation(summary = "Snapshots of what nodes have, the newest first")
    @GetMapping
    ApiResponse<Page<ServerDiff>> list(
            @RequestParam(required = false) @Nullable @Size(max = LONGEST_SEARCH) String q,
            @RequestParam(required = false) @Nullable @Size(max = LONGEST_ID) String executorId,
            @Valid PageRequest page) {
        return ApiResponse.found(diffs.page(q, executorId, page));
    }

    @Operation(summary = "One snapshot, compared with an older one if that is named")
    @GetMapping("/{id}")
    ApiResponse<ServerDiff> get(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable @Size(max = LONGEST_ID) String compareTo) {
        return ApiResponse.found(diffs.get(id, compareTo));
    }

    @Operation(summary = "Compare nodes and keep the result, or keep a snapshot that was brought")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<ServerDiff> create(@Valid @RequestBody DiffRequest wanted, Caller caller) {
        return ApiResponse.created(diffs.create(wanted, caller.userId()));
    }
}
