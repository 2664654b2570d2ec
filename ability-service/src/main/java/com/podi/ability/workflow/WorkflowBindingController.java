package com.podi.ability.workflow;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/workflow-bindings")
class WorkflowBindingController {

    private final WorkflowBindings bindings;

    WorkflowBindingController(WorkflowBindings bindings) {
        this.bindings = bindings;
    }

    @Operation(summary = "Which executors do which actions by which workflows, the newest first")
    @GetMapping
    ApiResponse<Page<WorkflowBinding>> list(@Valid WorkflowBindingFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(bindings.page(filter, page));
    }

    @Operation(summary = "One binding")
    @GetMapping("/{id}")
    ApiResponse<WorkflowBinding> get(@PathVariable String id) {
        return ApiResponse.found(bindings.get(id));
    }

    @Operation(summary = "Have an executor do an action by a workflow")
    @PostMapping
    ApiResponse<WorkflowBinding> create(@Valid @RequestBody WorkflowBindingRequest wanted, Caller caller) {
        return ApiResponse.created(bindings.create(wanted, caller.userId()));
    }

    @Operation(summary = "Make a binding anew; what is absent gets its default")
    @PutMapping("/{id}")
    ApiResponse<WorkflowBinding> replace(
            @PathVariable String id, @Valid @RequestBody WorkflowBindingRequest wanted, Caller caller) {
        return ApiResponse.updated(bindings.replace(id, wanted, caller.userId()));
    }

    @Operation(summary = "Remove a binding")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> remove(@PathVariable String id, Caller caller) {
        bindings.remove(id, caller.userId());
        return ApiResponse.ok(null);
    }
}
