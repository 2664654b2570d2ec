package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.queue.Lease;
import com.podi.taskworker.queue.TaskQueue;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Renews the leases of running tasks, and ends work that nobody waits for any more or that takes too long. */
@Component
class HeartbeatJob {

    private static final Logger log = LoggerFactory.getLogger(HeartbeatJob.class);

    private final TaskQueue queue;
    private final RunningTasks running;
    private final TaskRunner runner;
    private final WorkerProperties properties;

    HeartbeatJob(TaskQueue queue, RunningTasks running, TaskRunner runner, WorkerProperties properties) {
        this.queue = queue;
        this.running = running;
        this.runner = runner;
        this.properties = properties;
    }

    @Scheduled(fixedRateString = "${podi.task-worker.heartbeat}")
    void run() {
        for (RunningTasks.Run run : running.all()) {
            if (run.isOverdue()) {
                runner.failed(
                        run.claimed(),
                        ExecutionFailedException.forNow(ErrorCode.EXECUTOR_TIMEOUT, "took too long", null));
                run.interrupt();
            }
        }
        Set<Lease> held = queue.renew(running.leases(), properties.lease());
        for (RunningTasks.Run run : running.all()) {
            Lease lease = run.claimed().lease();
            if (!held.contains(lease)) {
                log.warn("lease lost: task={} attempt={}", lease.taskId(), lease.attempt());
                run.interrupt();
            }
        }
    }
}
