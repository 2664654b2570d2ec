package com.podi.ability.statistics;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StatisticsController {

    private final Statistics statistics;
    private final Reconciliation reconciliation;

    StatisticsController(Statistics statistics, Reconciliation reconciliation) {
        this.statistics = statistics;
        this.reconciliation = reconciliation;
    }

    @Operation(summary = "What the caller has done")
    @GetMapping("/api/statistics/me")
    ApiResponse<TaskStatistics> own(Caller caller) {
        return ApiResponse.found(statistics.ofUser(caller.userId()));
    }

    @Operation(summary = "Add up the whole log and name every figure that is kept otherwise")
    @GetMapping("/api/admin/statistics/reconciliation")
    ApiResponse<ReconciliationReport> reconciliation() {
        return ApiResponse.found(reconciliation.report());
    }
}
