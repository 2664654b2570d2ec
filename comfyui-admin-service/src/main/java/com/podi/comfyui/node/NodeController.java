package com.podi.comfyui.node;

import com.podi.contracts.comfyui.QueueSummary;
import com.podi.contracts.envelope.ApiResponse;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class NodeController {

    private static final int LONGEST_ID = 64;
    private static final int LONGEST_LIST = 10_000;

    private final Nodes nodes;

    NodeController(Nodes nodes) {
        this.nodes = nodes;
    }

    @Operation(summary = "The models and classes that a node has")
    @GetMapping("/api/admin/comfyui/models")
    ApiResponse<NodeModels> models(@RequestParam @NotBlank @Size(max = LONGEST_ID) String executorId) {
        return ApiResponse.found(nodes.models(executorId));
    }

    @Operation(summary = "What runs and waits on a node")
    @GetMapping("/api/admin/comfyui/queue-status")
    ApiResponse<QueueStatus> queue(@RequestParam @NotBlank @Size(max = LONGEST_ID) String executorId) {
        return ApiResponse.found(nodes.queue(executorId));
    }

    @Operation(summary = "What runs and waits on all nodes, or on those named, separated by commas")
    @GetMapping("/api/admin/comfyui/queue-summary")
    ApiResponse<QueueSummary> summary(
            @RequestParam(required = false) @Nullable @Size(max = LONGEST_LIST) String executorIds) {
        return ApiResponse.found(nodes.summary(executorIds));
    }

    @Operation(summary = "The machine and the software of a node")
    @GetMapping("/api/admin/comfyui/system-stats")
    ApiResponse<SystemStats> system(@RequestParam @NotBlank @Size(max = LONGEST_ID) String executorId) {
        return ApiResponse.found(nodes.system(executorId));
    }

    @GetMapping("/internal/comfyui/queue-summary")
    ApiResponse<QueueSummary> summaryForServices(
            @RequestParam(required = false) @Nullable @Size(max = LONGEST_LIST) String executorIds) {
        return ApiResponse.found(nodes.summary(executorIds));
    }
}
