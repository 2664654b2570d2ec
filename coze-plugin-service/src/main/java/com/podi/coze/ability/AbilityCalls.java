package com.podi.coze.ability;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.task.TaskSubmission;
import com.podi.contracts.task.TaskView;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.tool.CozeTasks;
import com.podi.coze.tool.Work;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Submits calls, each of them once, and waits for those that are worth it. */
@Component
class AbilityCalls {

    private static final Duration TWIN_IS_AT_WORK = Duration.ofMillis(300);

    private final CozeTasks tasks;
    private final RecentCalls recent;
    private final Work work;
    private final Clock clock;
    private final AbilityProperties properties;

    AbilityCalls(CozeTasks tasks, RecentCalls recent, Work work, Clock clock, AbilityProperties properties) {
        this.tasks = tasks;
        this.recent = recent;
        this.work = work;
        this.clock = clock;
        this.properties = properties;
    }

    /** @param waits whether the end of the task is waited for */
    CompletableFuture<TaskView> call(
            String path, TaskSubmission submission, CozeCaller caller, boolean waits, Locale locale) {
        Instant deadline = clock.instant().plus(properties.patience());
        CompletableFuture<TaskView> submitted = submit(path, submission, caller, deadline, locale);
        return waits ? submitted.thenCompose(task -> tasks.await(task, deadline, locale)) : submitted;
    }

    private CompletableFuture<TaskView> submit(
            String path, TaskSubmission submission, CozeCaller caller, Instant deadline, Locale locale) {
        RecentCalls.Attempt attempt = recent.begin(path, submission, caller);
        try {
            return CompletableFuture.completedFuture(tasks.submit(submission, attempt.key(), locale));
        } catch (PodiException refusal) {
            if (refusal.errorCode() == ErrorCode.IDEMPOTENCY_IN_PROGRESS) {
                if (clock.instant().isBefore(deadline)) {
                    return work.later(TWIN_IS_AT_WORK, () -> submit(path, submission, caller, deadline, locale));
                }
            } else if (refusal.errorCode().status() < 500) {
                // After anything less clear there may be a task.
                recent.refused(attempt);
            }
            throw refusal;
        }
    }
}
