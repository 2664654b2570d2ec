package com.podi.wallet.statistics;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class StatisticsController {

    private final StatisticsQuery statistics;

    StatisticsController(StatisticsQuery statistics) {
        this.statistics = statistics;
    }

    @Operation(summary = "Balance and totals")
    @GetMapping("/api/wallet/v1/statistics")
    ApiResponse<PointStatistics> statistics(Caller caller, @RequestParam(required = false) @Nullable String userId) {
        String owner = Objects.requireNonNullElse(userId, caller.userId());
        caller.mustActFor(owner);
        return ApiResponse.found(statistics.of(owner));
    }
}
