package com.podi.ability.log;

import com.podi.contracts.envelope.ApiResponse;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class InvocationLogController {

    private final InvocationLog log;

    InvocationLogController(InvocationLog log) {
        this.log = log;
    }

    record Logs(List<InvocationLogView> items) {}

    @Operation(summary = "The newest calls of an ability")
    @GetMapping("/api/admin/abilities/{id}/logs")
    ApiResponse<Logs> newest(@PathVariable String id, @RequestParam(defaultValue = "12") @Min(1) @Max(100) int limit) {
        return ApiResponse.found(new Logs(log.newest(id, limit)));
    }
}
