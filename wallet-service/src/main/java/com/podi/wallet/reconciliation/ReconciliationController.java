package com.podi.wallet.reconciliation;

import com.podi.contracts.envelope.ApiResponse;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ReconciliationController {

    private final Reconciliation reconciliation;

    ReconciliationController(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @Operation(summary = "Add up the whole ledger and name every account that is off")
    @GetMapping("/api/admin/wallet/reconciliation")
    ApiResponse<ReconciliationReport> report() {
        return ApiResponse.found(reconciliation.report());
    }
}
