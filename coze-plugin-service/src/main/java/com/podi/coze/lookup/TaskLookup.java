package com.podi.coze.lookup;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.task.TaskClient;
import com.podi.contracts.task.TaskView;
import com.podi.coze.tool.CozeAccount;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.stereotype.Service;

/** Reads tasks of the account that Coze works for. */
@Service
class TaskLookup {

    /** Nothing else can be a task, and a path put together with it could lead elsewhere. */
    private static final Pattern TASK_ID = Pattern.compile("[A-Za-z0-9_-]{4,64}");

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final TaskClient tasks;
    private final CozeAccount account;
    private final Clock clock;

    TaskLookup(TaskClient tasks, CozeAccount account, Clock clock) {
        this.tasks = tasks;
        this.account = account;
        this.clock = clock;
    }

    /** @return the task when it has ended, or as it stands when the time is over */
    TaskView find(TaskLookupRequest request, Locale locale) {
        String taskId = idIn(request);
        Instant deadline = clock.instant().plus(request.patience());
        TaskView task = read(taskId, locale);
        while (!task.hasEnded() && clock.instant().isBefore(deadline) && pause()) {
            task = read(taskId, locale);
        }
        return task;
    }

    private TaskView read(String taskId, Locale locale) {
        return tasks.get(account.userId(), locale.toLanguageTag(), taskId).data();
    }

    private static String idIn(TaskLookupRequest request) {
        if (request.taskId() == null || request.taskId().isBlank()) {
            throw ErrorCode.TASK_ID_REQUIRED.because("no task id");
        }
        String taskId = request.taskId().strip();
        if (!TASK_ID.matcher(taskId).matches()) {
            throw ErrorCode.TASK_NOT_FOUND.because("not an id: %s", taskId);
        }
        return taskId;
    }

    /** @return false when we are being stopped */
    private static boolean pause() {
        try {
            Thread.sleep(INTERVAL.toMillis());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
