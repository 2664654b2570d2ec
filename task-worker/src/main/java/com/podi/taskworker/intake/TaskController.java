package com.podi.taskworker.intake;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.starter.security.Caller;
import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.history.TaskViews;
import com.podi.taskworker.queue.AbilityTask;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.util.Locale;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
class TaskController {

    private final TaskIntake intake;
    private final TaskViews views;

    TaskController(TaskIntake intake, TaskViews views) {
        this.intake = intake;
        this.views = views;
    }

    @Operation(summary = "Submit a task")
    @PostMapping("/api/ability-tasks")
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<TaskView> submit(@Valid @RequestBody TaskRequest request, Caller caller, Locale locale) {
        AbilityTask task = intake.submit(request.abilityId(), request.taskId(), request.invocation(), caller);
        return ApiResponse.created(views.view(task, locale));
    }
}
