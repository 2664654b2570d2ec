package com.podi.taskworker.execution;

import com.podi.taskworker.execution.Run.StopReason;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.TaskQueue;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Renews the leases of running tasks, and stops work that nobody waits for any more or that takes too long. It has a
 * thread of its own, and outlives the dispatcher: work that may go on while the service stops keeps its lease.
 */
@Component
class Heartbeat implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Heartbeat.class);

    private static final int BEATS_IN_A_LEASE = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final TaskQueue queue;
    private final TaskNews news;
    private final RunningTasks running;
    private final TaskRunner runner;
    private final Duration lease;

    private @Nullable ScheduledExecutorService beats;

    Heartbeat(TaskQueue queue, TaskNews news, RunningTasks running, TaskRunner runner, WorkerProperties properties) {
        this.queue = queue;
        this.news = news;
        this.running = running;
        this.runner = runner;
        this.lease = properties.lease();
    }

    @Override
    public void start() {
        news.whenCancelRequested(taskId -> running.stop(taskId, StopReason.CANCELED));
        ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor(work -> new Thread(work, "task-heartbeat"));
        beats = thread;
        long interval = lease.toMillis() / BEATS_IN_A_LEASE;
        thread.scheduleAtFixedRate(this::beat, interval, interval, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        if (beats != null) {
            beats.shutdownNow();
            beats = null;
        }
    }

    @Override
    public boolean isRunning() {
        return beats != null;
    }

    /** Started before the dispatcher and stopped after it. */
    @Override
    public int getPhase() {
        return 1;
    }

    private void beat() {
        try {
            stopTheOverdue();
            renew();
            running.all().stream().filter(run -> run.ignoresStopFor(PATIENCE)).forEach(run -> run.stopReason()
                    .ifPresent(reason -> runner.stopped(run, reason)));
        } catch (RuntimeException failure) {
            log.warn("leases not renewed for now: {}", failure.getMessage());
        }
    }

    private void stopTheOverdue() {
        running.all().stream().filter(Run::isOverdue).forEach(run -> run.stop(StopReason.OVERDUE));
    }

    private void renew() {
        var leases = running.leases();
        TaskQueue.Renewal renewal = queue.renew(leases, lease);
        for (Run run : running.all()) {
            if (renewal.cancelRequested().contains(run.lease())) {
                run.stop(StopReason.CANCELED);
            } else if (leases.contains(run.lease()) && !renewal.held().contains(run.lease())) {
                log.warn(
                        "lease lost: task={} attempt={}",
                        run.lease().taskId(),
                        run.lease().attempt());
                run.stop(StopReason.LOST);
            }
        }
    }
}
