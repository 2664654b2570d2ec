package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.chore.Chore;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Ends tasks that have not ended by their deadline: those that run through their workers, the others at once. */
@Component
class Deadlines implements Chore {

    private static final Logger log = LoggerFactory.getLogger(Deadlines.class);
    private static final int BATCH = 100;

    private final TaskQueue queue;
    private final TaskFinisher finisher;

    Deadlines(TaskQueue queue, TaskFinisher finisher) {
        this.queue = queue;
        this.finisher = finisher;
    }

    @Override
    public String due() {
        return """
                exists (select from tasks where status in ('pending', 'queued', 'running') and deadline_at < now()
                        and (status = 'queued' or not cancel_requested))""";
    }

    @Override
    public void run() {
        for (AbilityTask task : queue.pastDeadline(BATCH)) {
            try {
                end(task);
            } catch (RuntimeException failure) {
                log.warn("not ended yet: task={}", task.taskId(), failure);
            }
        }
    }

    private void end(AbilityTask task) {
        log.info("deadline reached: task={} status={}", task.taskId(), task.status());
        if (!task.cancelAtDeadline()) {
            finisher.failWaiting(task.taskId(), ErrorCode.EXECUTOR_TIMEOUT);
        } else {
            finisher.cancelWaiting(task.taskId());
        }
        // Whoever runs it or is about to queue it ends it; for what has ended by now this does nothing.
        queue.requestCancel(task.taskId());
    }
}
