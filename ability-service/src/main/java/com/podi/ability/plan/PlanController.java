package com.podi.ability.plan;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.PlanRequest;
import com.podi.contracts.envelope.ApiResponse;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

@RestController
class PlanController {

    private final PlanService plans;

    PlanController(PlanService plans) {
        this.plans = plans;
    }

    @PostMapping("/internal/abilities/{id}/plan")
    ApiResponse<Plan> plan(@PathVariable String id, @Valid @RequestBody PlanRequest request) {
        return ApiResponse.ok(plans.plan(id, request));
    }
}
