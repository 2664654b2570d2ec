package com.podi.contracts.task;

import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Unavailable;
import org.springframework.cloud.openfeign.FallbackFactory;
import org.springframework.cloud.openfeign.FeignClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;

/** The tasks of a user, for services that act for one. */
@FeignClient(name = "task-worker", fallbackFactory = TaskClient.Fallback.class)
public interface TaskClient {

    /** @param language what the task's own messages are wanted in, such as {@code en} */
    @GetMapping("/api/ability-tasks/{taskId}")
    ApiResponse<TaskView> get(
            @RequestHeader("X-Podi-Acting-User") String userId,
            @RequestHeader("Accept-Language") String language,
            @PathVariable("taskId") String taskId);

    /**
     * Has an ability run, at the user's expense.
     *
     * @param key the same for every attempt at the same call, which then is one task
     */
    @PostMapping("/api/ability-tasks")
    ApiResponse<TaskView> submit(
            @RequestHeader("X-Podi-Acting-User") String userId,
            @RequestHeader("Accept-Language") String language,
            @RequestHeader("Idempotency-Key") String key,
            @RequestBody TaskSubmission submission);

    class Fallback implements FallbackFactory<TaskClient> {
        @Override
        public TaskClient create(Throwable cause) {
            return Unavailable.stub(TaskClient.class, cause, ErrorCode.SERVICE_UNAVAILABLE);
        }
    }
}
