package com.podi.taskworker.intake;

import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.TaskQueue;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** Waits for the end of a task without a thread, whichever replica runs it. */
@Component
class TaskWaiter {

    private final TaskNews news;
    private final TaskQueue queue;

    TaskWaiter(TaskNews news, TaskQueue queue) {
        this.news = news;
        this.queue = queue;
    }

    /** @return the task when it has ended, or as it stands when the time is over */
    CompletableFuture<AbilityTask> await(String taskId, Duration atMost) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        TaskNews.Subscription subscription = news.whenChanged(taskId, () -> {
            if (present(taskId).hasEnded()) {
                end.complete(null);
            }
        });
        subscription.signal();
        return end.completeOnTimeout(null, atMost.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, failure) -> subscription.close())
                .thenApply(ended -> present(taskId));
    }

    private AbilityTask present(String taskId) {
        return queue.find(taskId).orElseThrow(() -> new IllegalStateException("task %s is gone".formatted(taskId)));
    }
}
