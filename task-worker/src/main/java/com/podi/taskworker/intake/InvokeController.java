package com.podi.taskworker.intake;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.ErrorResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.ErrorDetail;
import com.podi.contracts.error.Text;
import com.podi.starter.idempotency.Idempotency;
import com.podi.starter.security.Caller;
import com.podi.starter.web.Traces;
import com.podi.taskworker.history.InvokeResponse;
import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.history.TaskViews;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.media.SchemaProperty;
import jakarta.validation.Valid;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** A synchronous call is a task that the caller waits for. */
@RestController
class InvokeController {

    private static final Text STILL_RUNNING = new Text("任务仍在处理中", "The task is still running");

    private final TaskIntake intake;
    private final RefusedCalls refusals;
    private final TaskWaiter waiter;
    private final TaskViews views;
    private final Traces traces;
    private final Duration timeout;

    InvokeController(
            TaskIntake intake,
            RefusedCalls refusals,
            TaskWaiter waiter,
            TaskViews views,
            Traces traces,
            IntakeProperties properties) {
        this.intake = intake;
        this.refusals = refusals;
        this.waiter = waiter;
        this.views = views;
        this.traces = traces;
        this.timeout = properties.invokeTimeout();
    }

    @Operation(
            summary = "Call an ability and wait for the result",
            responses = {
                @io.swagger.v3.oas.annotations.responses.ApiResponse(
                        responseCode = "200",
                        description = "The result",
                        content =
                                @Content(
                                        schemaProperties =
                                                @SchemaProperty(
                                                        name = "data",
                                                        schema = @Schema(implementation = InvokeResponse.class)))),
                @io.swagger.v3.oas.annotations.responses.ApiResponse(
                        responseCode = "202",
                        description = "It takes longer: the task, to be asked for",
                        content =
                                @Content(
                                        schemaProperties =
                                                @SchemaProperty(
                                                        name = "data",
                                                        schema = @Schema(implementation = TaskView.class))))
            })
    @PostMapping("/api/abilities/{abilityId}/invoke")
    CompletableFuture<ResponseEntity<Object>> invoke(
            @PathVariable String abilityId,
            @Valid @RequestBody InvokeRequest request,
            @RequestHeader(name = WaitHeaders.CANCEL_AFTER, required = false) @Nullable String cancelAfter,
            Caller caller,
            Idempotency idempotency,
            Locale locale) {
        Order order = refusals.toldOf(
                List.of(RefusedCall.of(abilityId, request, caller)),
                () -> Order.of(abilityId, request, WaitHeaders.cancelAfter(cancelAfter)));
        String taskId = idempotency
                .once(
                        caller,
                        request,
                        TaskController.Submitted.class,
                        operationId -> new TaskController.Submitted(
                                intake.submit(order, caller, operationId).taskId()))
                .id();
        String traceId = traces.currentId();
        return waiter.answer(taskId, timeout, locale, task -> answer(task, locale, traceId));
    }

    private ResponseEntity<Object> answer(AbilityTask task, Locale locale, @Nullable String traceId) {
        if (task.status() == TaskStatus.FAILED || task.status() == TaskStatus.CANCELED) {
            ErrorCode error = task.error() == null ? ErrorCode.TASK_STATE : task.error();
            return ResponseEntity.status(error.status())
                    .body(ErrorResponse.of(
                            error,
                            details(task),
                            locale,
                            traceId,
                            Map.of("metadata", Map.of("taskId", task.taskId()))));
        }
        ApiResponse<?> response = task.hasEnded()
                ? ApiResponse.ok(views.result(task))
                : ApiResponse.of(202, STILL_RUNNING, views.view(task, locale));
        return ResponseEntity.status(response.code()).body(response);
    }

    private static List<ErrorDetail> details(AbilityTask task) {
        return task.errorReason() == null ? List.of() : List.of(new ErrorDetail("inputs", task.errorReason()));
    }
}
