package com.podi.ability.executor;

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
@RequestMapping("/api/admin/executors")
class ExecutorController {

    private final ExecutorRegistry executors;
    private final ExecutorHealth health;

    ExecutorController(ExecutorRegistry executors, ExecutorHealth health) {
        this.executors = executors;
        this.health = health;
    }

    @Operation(summary = "Executors, the newest first")
    @GetMapping
    ApiResponse<Page<ExecutorView>> list(@Valid ExecutorFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(executors.page(filter, page));
    }

    @Operation(summary = "One executor")
    @GetMapping("/{id}")
    ApiResponse<ExecutorView> get(@PathVariable String id) {
        return ApiResponse.found(executors.get(id));
    }

    @Operation(summary = "Add an executor")
    @PostMapping
    ApiResponse<ExecutorView> create(@Valid @RequestBody ExecutorRequest wanted, Caller caller) {
        return ApiResponse.created(executors.create(wanted, caller.userId()));
    }

    @Operation(summary = "Make an executor anew; what is absent gets its default")
    @PutMapping("/{id}")
    ApiResponse<ExecutorView> replace(
            @PathVariable String id, @Valid @RequestBody ExecutorRequest wanted, Caller caller) {
        return ApiResponse.updated(executors.replace(id, wanted, caller.userId()));
    }

    @Operation(summary = "Remove an executor that nothing uses")
    @DeleteMapping("/{id}")
    ApiResponse<@Nullable Void> remove(@PathVariable String id, Caller caller) {
        executors.remove(id, caller.userId());
        return ApiResponse.ok(null);
    }

    @Operation(summary = "Ask an executor now whether it is there")
    @PostMapping("/{id}/check")
    ApiResponse<ExecutorView> check(@PathVariable String id) {
        health.check(id);
        return ApiResponse.ok(executors.get(id));
    }
}
