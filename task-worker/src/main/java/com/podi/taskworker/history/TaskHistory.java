package com.podi.taskworker.history;

import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.security.Caller;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskQueue;
import java.util.List;
import org.springframework.stereotype.Service;

/** What a caller may read of the tasks: their own; administrators all. */
@Service
public class TaskHistory {

    private final TaskQueue queue;

    TaskHistory(TaskQueue queue) {
        this.queue = queue;
    }

    record TaskPage(List<AbilityTask> tasks, Pagination pagination) {}

    /** Another user's task is refused like one that does not exist. */
    public AbilityTask get(String taskId, Caller caller) {
        return queue.find(taskId)
                .filter(task -> task.userId().equals(caller.userId()) || caller.isAdmin())
                .orElseThrow(() -> ErrorCode.TASK_NOT_FOUND.because("%s for %s", taskId, caller.userId()));
    }

    TaskPage page(String userId, TaskQueue.Filter filter, PageRequest request) {
        return new TaskPage(
                queue.list(userId, filter, request.pageSize(), request.offset()),
                Pagination.of(request, queue.count(userId, filter)));
    }
}
