package com.podi.comfyui.alert;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AlertController {

    private final Alerts alerts;

    AlertController(Alerts alerts) {
        this.alerts = alerts;
    }

    @Operation(summary = "Alerts of the agents, the newest first")
    @GetMapping("/api/admin/comfyui/alerts")
    ApiResponse<Page<AlertView>> list(@Valid AlertFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(alerts.page(filter, filter.within(page)));
    }
}
