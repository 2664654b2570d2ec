package com.podi.coze.ability;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.task.TaskSubmission;
import com.podi.contracts.task.TaskView;
import com.podi.coze.access.CozeCaller;
import com.podi.coze.tool.CozeTasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Submits calls, each of them once, and waits for those that are worth it. */
@Component
class AbilityCalls {

    private static final Duration TWIN_IS_AT_WORK = Duration.ofMillis(300);

    private final CozeTasks tasks;
    private final RecentCalls recent;
    private final Clock clock;
    private final AbilityProperties properties;

    AbilityCalls(CozeTasks tasks, RecentCalls recent, Clock clock, AbilityProperties properties) {
        this.tasks = tasks;
        this.recent = recent;
        this.clock = clock;
        this.properties = properties;
    }

    /** @param waits whether the end of the task is waited for */
    TaskView call(String path, TaskSubmission submission, CozeCaller caller, boolean waits, Locale locale) {
        Instant deadline = clock.instant().plus(properties.patience());
        RecentCalls.Attempt attempt = recent.begin(path, submission, caller);
        TaskView task = submit(submission, attempt, waits, deadline, locale);
        return waits ? tasks.await(task, deadline, locale) : task;
    }

    private TaskView submit(
            TaskSubmission submission, RecentCalls.Attempt attempt, boolean waits, Instant deadline, Locale locale) {
        while (true) {
            try {
                return tasks.submit(submission, attempt.key(), waits, locale);
            } catch (PodiException refusal) {
                if (refusal.errorCode() == ErrorCode.IDEMPOTENCY_IN_PROGRESS
                        && clock.instant().isBefore(deadline)
                        && CozeTasks.pause(TWIN_IS_AT_WORK)) {
                    continue;
                }
                // After a clear no the next call is a new one; after anything else there may be a task.
                if (refusal.errorCode().status() < 500 && refusal.errorCode() != ErrorCode.IDEMPOTENCY_IN_PROGRESS) {
                    recent.forget(attempt);
                }
                throw refusal;
            }
        }
    }
}
