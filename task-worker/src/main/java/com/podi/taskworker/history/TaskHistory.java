package com.podi.taskworker.history;

import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.security.Caller;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Tasks;
import java.util.List;
import org.springframework.stereotype.Service;

/** What a caller may read of the tasks: their own; administrators all. */
@Service
public class TaskHistory {

    private final Tasks tasks;

    TaskHistory(Tasks tasks) {
        this.tasks = tasks;
    }

    record TaskPage(List<AbilityTask> tasks, Pagination pagination) {}

    /** Another user's task is refused like one that does not exist. */
    public AbilityTask get(String taskId, Caller caller) {
        return tasks.find(taskId)
                .filter(task -> task.userId().equals(caller.userId()) || caller.isAdmin())
                .orElseThrow(() -> ErrorCode.TASK_NOT_FOUND.because("%s for %s", taskId, caller.userId()));
    }

    /** Another user's batch is refused like one that does not exist. */
    public List<AbilityTask> batch(String batchId, Caller caller) {
        List<AbilityTask> batch = tasks.ofBatch(batchId).stream()
                .filter(task -> task.userId().equals(caller.userId()) || caller.isAdmin())
                .toList();
        if (batch.isEmpty()) {
            throw ErrorCode.TASK_NOT_FOUND.because("batch %s for %s", batchId, caller.userId());
        }
        return batch;
    }

    TaskPage page(String userId, Tasks.Filter filter, PageRequest request) {
        return new TaskPage(
                tasks.list(userId, filter, request.pageSize(), request.offset()),
                Pagination.of(request, tasks.count(userId, filter)));
    }
}
