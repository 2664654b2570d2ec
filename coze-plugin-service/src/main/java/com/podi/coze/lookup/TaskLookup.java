package com.podi.coze.lookup;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.task.TaskView;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.openapi.Operation;
import com.podi.coze.openapi.Property;
import com.podi.coze.openapi.Property.Kind;
import com.podi.coze.tool.Answer;
import com.podi.coze.tool.Arguments;
import com.podi.coze.tool.CozeTasks;
import com.podi.coze.tool.Tool;
import com.podi.coze.tool.ToolAnswer;
import com.podi.coze.tool.ToolPaths;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** Reads tasks of the account that Coze works for, and waits for their end if that is wanted. */
@Component
@Order(1)
class TaskLookup implements Tool {

    /** In answers that stay below the patience of all who import such documents. */
    static final int LONGEST_WAIT_SECONDS = 20;

    private static final Operation OPERATION = new Operation(
            ToolPaths.TASK_GET,
            "podi_task_get",
            "Read the state and the results of a task. Ask again while it is pending, queued or running.",
            List.of(
                    Property.required("taskId", Kind.TEXT, "The taskId that a tool returned."),
                    Property.of(
                            "waitSeconds",
                            Kind.INTEGER,
                            "Wait up to this long for the end of the task, 0 to " + LONGEST_WAIT_SECONDS + ".")),
            ToolAnswer.PROPERTIES);

    /** Nothing else can be a task, and a path put together with it could lead elsewhere. */
    private static final Pattern TASK_ID = Pattern.compile("(?!(batch|batches|events)$)[A-Za-z0-9_-]{4,64}");

    private final CozeTasks tasks;
    private final Clock clock;

    TaskLookup(CozeTasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    @Override
    public Operation operation() {
        return OPERATION;
    }

    @Override
    public CompletableFuture<Answer> call(Arguments arguments, CozeCaller caller, Locale locale) {
        String taskId = idIn(arguments);
        Instant deadline = clock.instant().plus(patience(arguments));
        TaskView task = tasks.read(taskId, locale);
        return tasks.await(task, deadline, locale).thenApply(present -> ToolAnswer.of(present, locale));
    }

    /** Who cannot be told how the task stands must not take it for failed: it may be running, and it is paid. */
    @Override
    public Answer refused(PodiException refusal, Locale locale) {
        int status = refusal.errorCode().status();
        return status >= 500 || status == ErrorCode.RATE_LIMITED.status()
                ? ToolAnswer.unknown(refusal, locale)
                : ToolAnswer.refused(refusal, locale);
    }

    static Duration patience(Arguments arguments) {
        int seconds = arguments.integer("waitSeconds").orElse(0);
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_WAIT_SECONDS)));
    }

    private static String idIn(Arguments arguments) {
        String taskId = arguments.text("taskId").orElseThrow(() -> ErrorCode.TASK_ID_REQUIRED.because("no task id"));
        if (!TASK_ID.matcher(taskId).matches()) {
            throw ErrorCode.TASK_NOT_FOUND.because("not an id: %s", taskId);
        }
        return taskId;
    }
}
