package com.podi.ability.workflow;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

@RestController
@RequestMapping("/api/admin/workflows")
class WorkflowController {

    private final Workflows workflows;

    WorkflowController(Workflows workflows) {
        this.workflows = workflows;
    }

    record Inputs(List<BindableInput> items) {}

    @Operation(summary = "Workflows, the newest first")
    @GetMapping
    ApiResponse<Page<WorkflowView>> list(@Valid WorkflowFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(workflows.page(filter, page));
    }

    @Operation(summary = "One workflow")
    @GetMapping("/{id}")
    ApiResponse<WorkflowView> get(@PathVariable String id) {
        return ApiResponse.found(workflows.get(id));
    }

    @Operation(summary = "A workflow as it was saved at a version")
    @GetMapping("/{id}/versions/{version}")
    ApiResponse<JsonNode> get(@PathVariable String id, @PathVariable int version) {
        return ApiResponse.found(workflows.get(id, version));
    }

    @Operation(summary = "What of a workflow may be bound to inputs of an ability")
    @GetMapping("/{id}/inputs")
    ApiResponse<Inputs> inputs(@PathVariable String id) {
        return ApiResponse.found(new Inputs(workflows.inputs(id)));
    }

    @Operation(summary = "Import a workflow")
    @PostMapping
    ApiResponse<WorkflowView> create(@Valid @RequestBody WorkflowRequest wanted, Caller caller) {
        return ApiResponse.created(workflows.create(wanted, caller.userId()));
    }

    @Operation(summary = "Save the next version of a workflow")
    @PutMapping("/{id}")
    ApiResponse<WorkflowView> replace(
            @PathVariable String id, @Valid @RequestBody WorkflowRequest wanted, Caller caller) {
        return ApiResponse.updated(workflows.replace(id, wanted, caller.userId()));
    }

    @Operation(summary = "Remove a workflow that nothing uses")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> remove(@PathVariable String id, Caller caller) {
        workflows.remove(id, caller.userId());
        return ApiResponse.ok(null);
    }
}
