package com.podi.taskworker.history;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.starter.security.Caller;
import com.podi.taskworker.journal.JournalEntry;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import io.swagger.v3.oas.annotations.Operation;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/ability-tasks")
class TaskHistoryController {

    private static final Text NO_STATUS = new Text("没有这个任务状态", "is not a status of tasks");

    private final TaskHistory history;
    private final TaskViews views;
    private final TaskJournal journal;

    TaskHistoryController(TaskHistory history, TaskViews views, TaskJournal journal) {
        this.history = history;
        this.views = views;
        this.journal = journal;
    }

    record TaskList(List<TaskView> tasks, Pagination pagination) {}

    @Operation(summary = "Tasks, newest first")
    @GetMapping
    ApiResponse<TaskList> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String userId,
            @RequestParam(required = false) @Nullable String status,
            @RequestParam(required = false) @Nullable String abilityId,
            @RequestParam(required = false) @Nullable String action,
            @RequestParam(required = false) @Nullable String batchId,
            @RequestParam(required = false) @Nullable Instant from,
            @RequestParam(required = false) @Nullable Instant to,
            @Valid PageRequest page,
            Locale locale) {
        String owner = Objects.requireNonNullElse(userId, caller.userId());
        caller.mustActFor(owner);
        TaskHistory.TaskPage found =
                history.page(owner, new Tasks.Filter(status(status), abilityId, action, batchId, from, to), page);
        List<TaskView> tasks =
                found.tasks().stream().map(task -> views.summary(task, locale)).toList();
        return ApiResponse.found(new TaskList(tasks, found.pagination()));
    }

    @Operation(summary = "One task")
    @GetMapping("/{taskId}")
    ApiResponse<TaskView> get(@PathVariable String taskId, Caller caller, Locale locale) {
        return ApiResponse.found(views.view(history.get(taskId, caller), locale));
    }

    @Operation(summary = "One task with its pictures and its log")
    @GetMapping("/{taskId}/details")
    ApiResponse<TaskDetails> details(@PathVariable String taskId, Caller caller, Locale locale) {
        AbilityTask task = history.get(taskId, caller);
        List<TaskDetails.LogLine> logs =
                journal.of(taskId).stream().map(entry -> line(entry, locale)).toList();
        return ApiResponse.found(views.details(task, logs));
    }

    private static TaskDetails.LogLine line(JournalEntry entry, Locale locale) {
        return new TaskDetails.LogLine(entry.at(), entry.level(), entry.text().in(locale));
    }

    private static @Nullable TaskStatus status(@Nullable String word) {
        if (word == null) {
            return null;
        }
        return Arrays.stream(TaskStatus.values())
                .filter(status -> status.word().equals(word))
                .findFirst()
                .orElseThrow(() -> ErrorCode.BAD_PARAMETER.at("status", NO_STATUS));
    }
}
