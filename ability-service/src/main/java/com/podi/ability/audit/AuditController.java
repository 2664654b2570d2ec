package com.podi.ability.audit;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AuditController {

    private final Trail trail;

    AuditController(Trail trail) {
        this.trail = trail;
    }

    @Operation(summary = "Who changed what, the newest first")
    @GetMapping("/api/admin/audit")
    ApiResponse<Page<AuditEntry>> list(@Valid AuditFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(trail.page(filter, page));
    }

    @Operation(summary = "One change, with the record as it was after it")
    @GetMapping("/api/admin/audit/{id}")
    ApiResponse<AuditEntry> get(@PathVariable String id) {
        return ApiResponse.found(trail.get(id));
    }
}
