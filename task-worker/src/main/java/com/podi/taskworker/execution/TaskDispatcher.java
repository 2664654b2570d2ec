package com.podi.taskworker.execution;

import com.podi.starter.id.Ids;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.TaskQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Keeps the workers of this replica busy: claims as many tasks as there are free slots, whenever a task is queued, a
 * slot is freed, or nothing was heard for a while.
 */
@Component
class TaskDispatcher implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(TaskDispatcher.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final TaskQueue queue;
    private final TaskNews news;
    private final TaskRunner runner;
    private final RunningTasks running;
    private final WorkerProperties properties;
    private final String worker = Ids.next("worker");
    private final Semaphore slots;
    private final Semaphore wakeUps = new Semaphore(0);
    private final ExecutorService workers;

    private volatile @Nullable Thread dispatcher;
    private TaskNews.@Nullable Subscription subscription;

    TaskDispatcher(
            TaskQueue queue, TaskNews news, TaskRunner runner, RunningTasks running, WorkerProperties properties) {
        this.queue = queue;
        this.news = news;
        this.runner = runner;
        this.running = running;
        this.properties = properties;
        this.slots = new Semaphore(properties.maxWorkers());
        this.workers = Executors.newFixedThreadPool(properties.maxWorkers());
    }

    @Override
    public void start() {
        subscription = news.whenQueued(wakeUps::release);
        Thread thread = new Thread(this::dispatch, "task-dispatcher");
        dispatcher = thread;
        thread.start();
    }

    /** Claims nothing more, lets running work come to its end for a while, and gives back what has not. */
    @Override
    public void stop() {
        dispatcher = null;
        if (subscription != null) {
            subscription.close();
        }
        wakeUps.release();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(properties.grace().toMillis(), TimeUnit.MILLISECONDS)) {
                running.all().forEach(this::giveBack);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return dispatcher != null;
    }

    private void dispatch() {
        while (isRunning()) {
            try {
                int free = slots.availablePermits();
                List<ClaimedTask> claimed = free == 0 ? List.of() : queue.claim(worker, free, properties.lease());
                claimed.forEach(this::begin);
                if (claimed.size() < free || free == 0) {
                    awaitWakeUp(properties.pollInterval());
                }
            } catch (RuntimeException failure) {
                log.warn("cannot claim tasks for now", failure);
                awaitWakeUp(AFTER_FAILURE);
            }
        }
    }

    private void begin(ClaimedTask claimed) {
        slots.acquireUninterruptibly();
        FutureTask<Void> work = new FutureTask<>(() -> run(claimed), null);
        running.add(claimed, work);
        workers.execute(() -> {
            try {
                work.run();
            } finally {
                running.remove(claimed.lease());
                slots.release();
                wakeUps.release();
            }
        });
    }

    private void run(ClaimedTask claimed) {
        try {
            runner.run(claimed);
        } catch (RuntimeException | Error failure) {
            // Nothing could be written down; the lease runs out, and the task is taken over.
            log.warn("left behind: task={}", claimed.lease().taskId(), failure);
        }
    }

    private void giveBack(RunningTasks.Run run) {
        if (queue.requeue(run.claimed().lease(), Duration.ZERO)) {
            log.info("given back: task={}", run.claimed().task().taskId());
        }
        run.interrupt();
    }

    private void awaitWakeUp(Duration atMost) {
        try {
            if (wakeUps.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                wakeUps.drainPermits();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
