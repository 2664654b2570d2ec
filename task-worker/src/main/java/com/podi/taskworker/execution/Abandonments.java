package com.podi.taskworker.execution;

import com.podi.contracts.ability.Plan;
import com.podi.taskworker.executor.ExecutorRegistry;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.AbilityTask.Handle;
import com.podi.taskworker.queue.TaskStatus;
import jakarta.annotation.PreDestroy;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/**
 * Tells executors of work that nobody wants any more. On threads of its own, few and with a bounded queue: nobody waits for
 * an executor that is perhaps gone, and what it is not told it does for nothing.
 */
@Component
class Abandonments {

    private static final Logger log = LoggerFactory.getLogger(Abandonments.class);
    private static final int THREADS = 4;
    private static final int WAITING = 1000;

    private final ExecutorRegistry executors;
    private final ApplicationEventPublisher publisher;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            work -> new Thread(work, "abandonment"),
            new ThreadPoolExecutor.DiscardPolicy());

    Abandonments(ExecutorRegistry executors, ApplicationEventPublisher publisher) {
        this.executors = executors;
        this.publisher = publisher;
        threads.allowCoreThreadTimeOut(true);
    }

    /** Work that was begun elsewhere. */
    record Unwanted(AbilityTask task, Handle handle) {}

    /** What has come of a completed task is wanted; of every other end it is not. */
    void ended(AbilityTask task) {
        if (task.status() != TaskStatus.COMPLETED && task.handle() != null) {
            publisher.publishEvent(new Unwanted(task, task.handle()));
        }
    }

    /** The task goes on without what this handle finds. */
    void begunAnew(AbilityTask task, Handle handle) {
        tell(new Unwanted(task, handle));
    }

    @TransactionalEventListener(fallbackExecution = true)
    void tell(Unwanted work) {
        work.task()
                .candidateOf(work.handle().lane())
                .ifPresent(candidate -> threads.execute(() -> tell(work, candidate)));
    }

    private void tell(Unwanted work, Plan.Candidate candidate) {
        String taskId = work.task().taskId();
        try {
            executors
                    .of(work.task().plan().provider())
                    .abandon(candidate, work.handle().text());
            log.info("abandoned: task={} executor={}", taskId, candidate.executorId());
        } catch (Exception failure) {
            log.warn(
                    "not abandoned: task={} executor={} because={}",
                    taskId,
                    candidate.executorId(),
                    failure.toString());
        }
    }

    @PreDestroy
    void stop() {
        threads.shutdown();
    }
}
