package com.podi.taskworker.intake;

import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.Tasks;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.stereotype.Component;

/** Waits for the end of a task without a thread, whichever replica runs it. */
@Component
class TaskWaiter implements SmartLifecycle {

    private final TaskNews news;
    private final Tasks tasks;
    private final AsyncTaskExecutor executor;
    private final Set<CompletableFuture<Optional<AbilityTask>>> waiting = ConcurrentHashMap.newKeySet();

    private volatile boolean running;

    TaskWaiter(TaskNews news, Tasks tasks, @Qualifier("applicationTaskExecutor") AsyncTaskExecutor executor) {
        this.news = news;
        this.tasks = tasks;
        this.executor = executor;
    }

    /**
     * @param answer is made of the task when it has ended, or as it stands when the time is over
     * @param locale of the answer
     */
    <T> CompletableFuture<T> answer(String taskId, Duration atMost, Locale locale, Function<AbilityTask, T> answer) {
        return atMost.isZero()
                ? CompletableFuture.completedFuture(answer.apply(present(taskId)))
                : await(taskId, atMost)
                        .thenApplyAsync(
                                ended -> in(locale, () -> answer.apply(ended.orElseGet(() -> present(taskId)))),
                                executor);
    }

    /** @return empty if it goes on for longer */
    private CompletableFuture<Optional<AbilityTask>> await(String taskId, Duration atMost) {
        CompletableFuture<Optional<AbilityTask>> end = new CompletableFuture<>();
        TaskNews.Subscription subscription = news.whenEnded(taskId, () -> {
            AbilityTask task = present(taskId);
            if (task.hasEnded()) {
                end.complete(Optional.of(task));
            }
        });
        subscription.signal();
        waiting.add(end);
        return end.completeOnTimeout(Optional.empty(), atMost.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((ended, failure) -> {
                    waiting.remove(end);
                    subscription.close();
                });
    }

    private AbilityTask present(String taskId) {
        return tasks.find(taskId).orElseThrow(() -> new IllegalStateException("task %s is gone".formatted(taskId)));
    }

    @Override
    public void start() {
        running = true;
    }

    /** Whoever still waits is told how the task stands: it goes on elsewhere. */
    @Override
    public void stop() {
        running = false;
        waiting.forEach(end -> end.complete(Optional.empty()));
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the tasks that still run were given time to end, and before the web server waits for its last requests. */
    @Override
    public int getPhase() {
        return DEFAULT_PHASE - 1;
    }

    private static <T> T in(Locale locale, Supplier<T> work) {
        LocaleContextHolder.setLocale(locale);
        try {
            return work.get();
        } finally {
            LocaleContextHolder.resetLocaleContext();
        }
    }
}
