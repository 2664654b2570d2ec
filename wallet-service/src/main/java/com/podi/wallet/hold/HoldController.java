package com.podi.wallet.hold;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.wallet.ConfirmRequest;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.HoldView;
import com.podi.contracts.wallet.ReleaseRequest;
import com.podi.starter.idempotency.Idempotency;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class HoldController {

    private final HoldService holds;

    HoldController(HoldService holds) {
        this.holds = holds;
    }

    @Operation(summary = "Freeze points for a task")
    @PostMapping("/api/wallet/v1/freeze")
    ApiResponse<HoldView> freeze(@Valid @RequestBody FreezeRequest request, Caller caller, Idempotency idempotency) {
        return ApiResponse.ok(
                idempotency.once(caller, request, HoldView.class, operationId -> holds.freeze(request, caller)));
    }

    @Operation(summary = "Charge frozen points")
    @PostMapping("/api/wallet/v1/confirm")
    ApiResponse<HoldView> confirm(@Valid @RequestBody ConfirmRequest request, Caller caller) {
        return ApiResponse.ok(holds.confirm(request, caller));
    }

    @Operation(summary = "Give frozen points back")
    @PostMapping("/api/wallet/v1/release")
    ApiResponse<HoldView> release(@Valid @RequestBody ReleaseRequest request, Caller caller) {
        return ApiResponse.ok(holds.release(request, caller));
    }

    @GetMapping("/internal/wallet/holds")
    ApiResponse<HoldView> find(
            @RequestParam String userId, @RequestParam String taskId, @RequestParam String action, Caller caller) {
        return ApiResponse.found(holds.find(userId, taskId, action, caller));
    }
}
