package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.TaskQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Finds the tasks of workers that died, and lets others have them. */
@Component
class AbandonedTaskJob {

    private static final Logger log = LoggerFactory.getLogger(AbandonedTaskJob.class);
    private static final int BATCH = 100;

    private final TaskQueue queue;
    private final TaskFinisher finisher;
    private final TaskJournal journal;

    AbandonedTaskJob(TaskQueue queue, TaskFinisher finisher, TaskJournal journal) {
        this.queue = queue;
        this.finisher = finisher;
        this.journal = journal;
    }

    @Scheduled(fixedDelay = 1000)
    void run() {
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
        if (!RetryPolicy.mayStartAgain(abandoned.task())) {
            // A task that takes its worker down with it every time has to end, too.
            finisher.failOfLostWorker(abandoned, ErrorCode.EXECUTOR_ERROR);
        } else if (queue.takeFromLostWorker(abandoned.lease())) {
            journal.write(abandoned.lease().taskId(), JournalMessage.TAKEN_OVER);
        }
    }
}
