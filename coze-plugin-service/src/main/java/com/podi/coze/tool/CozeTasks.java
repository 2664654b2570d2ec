package com.podi.coze.tool;

import com.podi.contracts.task.TaskClient;
import com.podi.contracts.task.TaskSubmission;
import com.podi.contracts.task.TaskView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** The tasks of the account that Coze works for. */
@Component
public class CozeTasks {

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Most quick tools are done by then; who takes longer is asked about now and then. */
    private static final String A_MOMENT = "wait=5";

    private final TaskClient tasks;
    private final CozeAccount account;
    private final Clock clock;

    CozeTasks(TaskClient tasks, CozeAccount account, Clock clock) {
        this.tasks = tasks;
        this.account = account;
        this.clock = clock;
    }

    /**
     * @param key the same for every attempt at one call
     * @param waits whether the answer may take a moment, in which the task may end
     */
    public TaskView submit(TaskSubmission submission, String key, boolean waits, Locale locale) {
        return tasks.submit(
                        account.userId(), locale.toLanguageTag(), key, waits ? A_MOMENT : "respond-async", submission)
                .data();
    }

    public TaskView read(String taskId, Locale locale) {
        return tasks.get(account.userId(), locale.toLanguageTag(), taskId).data();
    }

    /** @return the task when it has ended, or as it stands when the time is over */
    public TaskView await(TaskView task, Instant deadline, Locale locale) {
        TaskView present = task;
        while (!present.hasEnded() && clock.instant().isBefore(deadline) && pause(INTERVAL)) {
            present = read(task.taskId(), locale);
        }
        return present;
    }

    /** @return false when we are being stopped */
    public static boolean pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
            return true;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
