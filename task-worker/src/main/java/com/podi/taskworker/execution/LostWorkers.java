package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.chore.Chore;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.TaskQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Finds the tasks of workers that died, and lets others have them. */
@Component
class LostWorkers implements Chore {

    private static final Logger log = LoggerFactory.getLogger(LostWorkers.class);
    private static final int BATCH = 100;

    private final TaskQueue queue;
    private final TaskFinisher finisher;
    private final TaskJournal journal;

    LostWorkers(TaskQueue queue, TaskFinisher finisher, TaskJournal journal) {
        this.queue = queue;
        this.finisher = finisher;
        this.journal = journal;
    }

    @Override
    public String due() {
        return "exists (select from tasks where status = 'running' and lease_until < now())";
    }

    @Override
    public void run() {
        for (ClaimedTask abandoned : queue.abandoned(BATCH)) {
            try {
                rescue(abandoned);
            } catch (RuntimeException failure) {
                log.warn("not rescued yet: task={}", abandoned.lease().taskId(), failure);
            }
        }
    }

    private void rescue(ClaimedTask abandoned) {
        log.warn(
                "worker lost: task={} attempt={} worker={}",
                abandoned.lease().taskId(),
                abandoned.lease().attempt(),
                abandoned.lease().worker());
        if (abandoned.task().cancelRequested()) {
            finisher.endOfLostWorker(Ending.canceled(abandoned.lease()));
        } else if (abandoned.task().hasLostTooManyWorkers()) {
            // A task that takes its worker down with it every time has to end, too.
            finisher.endOfLostWorker(Ending.failed(abandoned.lease(), ErrorCode.EXECUTOR_ERROR));
        } else {
            queue.takeFromLostWorker(abandoned.lease())
                    .ifPresent(task -> journal.write(task.taskId(), JournalMessage.TAKEN_OVER));
        }
    }
}
