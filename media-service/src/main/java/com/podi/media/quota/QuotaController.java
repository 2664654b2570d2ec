package com.podi.media.quota;

import com.podi.contracts.envelope.ApiResponse;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/media/quotas/{userId}")
class QuotaController {

    private final Quotas quotas;

    QuotaController(Quotas quotas) {
        this.quotas = quotas;
    }

    @Operation(summary = "What a user stores and may store")
    @GetMapping
    ApiResponse<Usage> of(@PathVariable @Size(max = 64) @Pattern(regexp = "\\P{Cntrl}*") String userId) {
        return ApiResponse.found(quotas.of(userId));
    }

    @Operation(summary = "Say what a user may store")
    @PutMapping
    ApiResponse<Usage> allow(
            @PathVariable @Size(max = 64) @Pattern(regexp = "\\P{Cntrl}*") String userId,
            @Valid @RequestBody QuotaRequest request) {
        return ApiResponse.updated(quotas.allow(userId, request.allowedBytes()));
    }
}
