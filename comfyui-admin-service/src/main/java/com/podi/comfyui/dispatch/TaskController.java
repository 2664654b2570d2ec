package com.podi.comfyui.dispatch;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.starter.idempotency.Idempotency;
import com.podi.starter.security.Caller;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/admin/comfyui/tasks")
class TaskController {

    private final AgentTasks tasks;
    private final Pusher pusher;

    TaskController(AgentTasks tasks, Pusher pusher) {
        this.tasks = tasks;
        this.pusher = pusher;
    }

    @Operation(summary = "Tasks of agents, the newest first")
    @GetMapping
    ApiResponse<Page<TaskView>> list(@Valid TaskFilter filter, @Valid PageRequest page) {
        return ApiResponse.found(tasks.page(filter, page));
    }

    @Operation(summary = "Give an agent a task; it is pushed in the background")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<TaskView> create(@Valid @RequestBody TaskRequest wanted, Caller caller, Idempotency idempotency) {
        return ApiResponse.created(idempotency.once(
                caller,
                wanted,
                TaskView.class,
                operation -> TaskView.of(tasks.create(wanted, caller.userId(), operation))));
    }

    @Operation(summary = "One task")
    @GetMapping("/{id}")
    ApiResponse<TaskView> get(@PathVariable String id) {
        return ApiResponse.found(TaskView.of(tasks.get(id)));
    }

    @Operation(summary = "Push a task now; one that failed or was rejected begins anew")
    @PostMapping("/{id}/push")
    ApiResponse<TaskView> push(@PathVariable String id) {
        return ApiResponse.ok(TaskView.of(pusher.pushNow(id)));
    }

    @Operation(summary = "What the agent told of a task, the newest first")
    @GetMapping("/{id}/events")
    ApiResponse<Page<TaskEventView>> events(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable @Pattern(regexp = "info|warn|error") String level,
            @Valid PageRequest page) {
        return ApiResponse.found(tasks.events(id, level, page));
    }
}
