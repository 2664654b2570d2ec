package com.podi.wallet.reconciliation;

import com.podi.contracts.envelope.ApiResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ReconciliationController {

    private final Reconciliation reconciliation;

    ReconciliationController(Reconciliation reconciliation) {
        this.reconciliation = reconciliation;
    }

    @GetMapping("/api/admin/wallet/reconciliation")
    ApiResponse<ReconciliationReport> report() {
        return ApiResponse.found(reconciliation.report());
    }
}
