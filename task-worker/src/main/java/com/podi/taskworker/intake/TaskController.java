package com.podi.taskworker.intake;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.starter.id.Ids;
import com.podi.starter.idempotency.Idempotency;
import com.podi.starter.security.Caller;
import com.podi.taskworker.history.TaskHistory;
import com.podi.taskworker.history.TaskView;
import com.podi.taskworker.history.TaskViews;
import com.podi.taskworker.queue.AbilityTask;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/ability-tasks")
class TaskController {

    private static final Text SUBMITTED_AGAIN = new Text("任务已重新提交", "The task was submitted again");

    private final TaskIntake intake;
    private final RefusedCalls refusals;
    private final TaskCancel cancel;
    private final TaskWaiter waiter;
    private final TaskHistory history;
    private final TaskViews views;

    TaskController(
            TaskIntake intake,
            RefusedCalls refusals,
            TaskCancel cancel,
            TaskWaiter waiter,
            TaskHistory history,
            TaskViews views) {
        this.intake = intake;
        this.refusals = refusals;
        this.cancel = cancel;
        this.waiter = waiter;
        this.history = history;
        this.views = views;
    }

    /** What is remembered of a submit; everything else is read anew. */
    record Submitted(String id) {}

    @Operation(
            summary = "Submit a task",
            description =
                    "Header `Prefer: wait=n` answers with the finished task if it ends within n seconds (at most 60);"
                            + " `Cancel-After: 90s` cancels the task if it has not ended by then.")
    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    CompletableFuture<ApiResponse<TaskView>> submit(
            @Valid @RequestBody TaskRequest request,
            @RequestHeader(name = WaitHeaders.PREFER, required = false) @Nullable String prefer,
            @RequestHeader(name = WaitHeaders.CANCEL_AFTER, required = false) @Nullable String cancelAfter,
            Caller caller,
            Idempotency idempotency,
            Locale locale) {
        List<RefusedCall> call = List.of(RefusedCall.of(request, caller));
        Duration wait = refusals.toldOf(call, () -> WaitHeaders.wait(prefer));
        Order order = refusals.toldOf(call, () -> Order.of(request, WaitHeaders.cancelAfter(cancelAfter)));
        String taskId = idempotency
                .once(
                        caller,
                        request,
                        Submitted.class,
                        operationId -> new Submitted(
                                intake.submit(order, caller, operationId).taskId()))
                .id();
        return waiter.answer(taskId, wait, locale, task -> ApiResponse.created(views.view(task, locale)));
    }

    record Batch(String batchId, List<TaskView> tasks) {}

    @Operation(summary = "Submit up to 200 tasks, all or none")
    @PostMapping("/batch")
    @ResponseStatus(HttpStatus.CREATED)
    ApiResponse<Batch> submitBatch(
            @Valid @RequestBody BatchRequest request,
            @RequestHeader(name = WaitHeaders.CANCEL_AFTER, required = false) @Nullable String cancelAfter,
            Caller caller,
            Idempotency idempotency,
            Locale locale) {
        List<Order> orders = refusals.toldOf(
                RefusedCall.of(request, caller), () -> orders(request, WaitHeaders.cancelAfter(cancelAfter)));
        String batchId = idempotency
                .once(caller, request, Submitted.class, operationId -> {
                    String id = Ids.after(operationId, "batch");
                    intake.submitBatch(id, orders, caller, operationId);
                    return new Submitted(id);
                })
                .id();
        return ApiResponse.created(batch(batchId, history.batch(batchId, caller), locale));
    }

    @Operation(summary = "The tasks of a batch")
    @GetMapping("/batches/{batchId}")
    ApiResponse<Batch> batch(@PathVariable String batchId, Caller caller, Locale locale) {
        return ApiResponse.found(batch(batchId, history.batch(batchId, caller), locale));
    }

    /** @param status of the new task */
    record Retried(String taskId, String originalTaskId, String status, Instant createdAt) {}

    @Operation(summary = "Run a failed or canceled task again, with the ability as it was")
    @PostMapping("/{taskId}/retry")
    ApiResponse<Retried> retry(@PathVariable String taskId, Caller caller, Idempotency idempotency) {
        AbilityTask original = history.get(taskId, caller);
        return ApiResponse.of(200, SUBMITTED_AGAIN, idempotency.once(caller, taskId, Retried.class, operationId -> {
            AbilityTask again = cancel.mustBeOver(original);
            AbilityTask task = intake.retry(again, operationId);
            return new Retried(task.taskId(), taskId, "pending", task.createdAt());
        }));
    }

    @Operation(summary = "Cancel a task")
    @PostMapping("/{taskId}/cancel")
    ApiResponse<TaskView> cancel(@PathVariable String taskId, Caller caller, Locale locale) {
        return ApiResponse.ok(views.view(cancel.cancel(history.get(taskId, caller)), locale));
    }

    private Batch batch(String batchId, List<AbilityTask> tasks, Locale locale) {
        return new Batch(
                batchId, tasks.stream().map(task -> views.summary(task, locale)).toList());
    }

    private static List<Order> orders(BatchRequest request, @Nullable Duration cancelAfter) {
        List<Order> orders = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (TaskRequest item : request.items()) {
            Order order = Order.inBatch(orders.size(), item, request.callbackUrl(), cancelAfter);
            if (item.taskId() != null && !ids.add(item.taskId())) {
                throw ErrorCode.TASK_ID_TAKEN.at(order.path() + "taskId", ErrorCode.TASK_ID_TAKEN.message());
            }
            orders.add(order);
        }
        return orders;
    }
}
