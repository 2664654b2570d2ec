package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import org.springframework.stereotype.Service;

/** Ends tasks at their owner's wish. */
@Service
class TaskCancel {

    private final TaskFinisher finisher;
    private final TaskQueue queue;
    private final Tasks tasks;
    private final TaskJournal journal;

    TaskCancel(TaskFinisher finisher, TaskQueue queue, Tasks tasks, TaskJournal journal) {
        this.finisher = finisher;
        this.queue = queue;
        this.tasks = tasks;
        this.journal = journal;
    }

    /** @return a waiting task as canceled; one that runs, still running: it is over when its executor has let go */
    AbilityTask cancel(AbilityTask task) {
        return finisher.cancelWaiting(task.taskId()).orElseGet(() -> {
            if (!queue.requestCancel(task.taskId())) {
                // Between the two it may have been given back to the queue.
                return finisher.cancelWaiting(task.taskId())
                        .orElseThrow(() -> ErrorCode.TASK_STATE.because("%s is over", task.taskId()));
            }
            if (!task.cancelRequested()) {
                journal.write(task.taskId(), JournalMessage.CANCEL_REQUESTED);
            }
            return tasks.find(task.taskId()).orElseThrow();
        });
    }

    /** Only what came to nothing is worth another try. */
    AbilityTask mustBeOver(AbilityTask task) {
        if (task.status() != TaskStatus.FAILED && task.status() != TaskStatus.CANCELED) {
            throw ErrorCode.TASK_STATE.because("%s is %s", task.taskId(), task.status());
        }
        return task;
    }
}
