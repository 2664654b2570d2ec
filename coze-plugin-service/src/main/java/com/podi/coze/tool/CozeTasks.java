package com.podi.coze.tool;

import com.podi.contracts.task.TaskClient;
import com.podi.contracts.task.TaskSubmission;
import com.podi.contracts.task.TaskView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The tasks of the account that Coze works for. */
@Component
public class CozeTasks {

    private static final Logger log = LoggerFactory.getLogger(CozeTasks.class);

    /** Most quick tools are done within a second; who takes longer is asked about now and then. */
    private static final Duration FIRST_LOOK = Duration.ofMillis(100);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final TaskClient tasks;
    private final CozeAccount account;
    private final Work work;
    private final Clock clock;

    CozeTasks(TaskClient tasks, CozeAccount account, Work work, Clock clock) {
        this.tasks = tasks;
        this.account = account;
        this.work = work;
        this.clock = clock;
    }

    /** @param key the same for every attempt at one call */
    public TaskView submit(TaskSubmission submission, String key, Locale locale) {
        return tasks.submit(account.userId(), locale.toLanguageTag(), key, submission)
                .data();
    }

    public TaskView read(String taskId, Locale locale) {
        return tasks.get(account.userId(), locale.toLanguageTag(), taskId).data();
    }

    /** @return the task when it has ended, or as it was seen last when the time is over */
    public CompletableFuture<TaskView> await(TaskView task, Instant deadline, Locale locale) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (task.hasEnded() || left.isNegative() || left.isZero()) {
            return CompletableFuture.completedFuture(task);
        }
        Watch watch = new Watch(task, locale);
        watch.lookAfter(FIRST_LOOK);
        return watch.end
                .completeOnTimeout(null, left.toMillis(), TimeUnit.MILLISECONDS)
                .thenApply(over -> watch.seen);
    }

    /** There is a task, and it is paid: that nobody can tell how it stands for a moment changes nothing of that. */
    private final class Watch {

        private final CompletableFuture<Void> end = new CompletableFuture<>();
        private final Locale locale;
        private volatile TaskView seen;

        private Watch(TaskView seen, Locale locale) {
            this.seen = seen;
            this.locale = locale;
        }

        private void lookAfter(Duration pause) {
            work.later(pause, () -> {
                look(pause);
                return CompletableFuture.completedFuture(null);
            });
        }

        private void look(Duration pause) {
            if (end.isDone()) {
                return;
            }
            try {
                seen = read(seen.taskId(), locale);
            } catch (RuntimeException away) {
                log.debug("not seen: task={} reason={}", seen.taskId(), away.getMessage());
            }
            if (seen.hasEnded()) {
                end.complete(null);
            } else {
                Duration longer = pause.multipliedBy(3).dividedBy(2);
                lookAfter(longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
            }
        }
    }
}
