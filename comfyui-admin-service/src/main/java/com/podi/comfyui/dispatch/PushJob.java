package com.podi.comfyui.dispatch;

import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;

/** Pushes what is due, several tasks at once: one agent that hangs keeps no other waiting. Replicas share the tasks. */
@Component
class PushJob {

    private static final Logger log = LoggerFactory.getLogger(PushJob.class);

    private final TaskTable table;
    private final Pusher pusher;
    private final DispatchProperties properties;
    private final AsyncTaskExecutor threads;
    private final Semaphore pushers;
    private final AtomicBoolean looking = new AtomicBoolean();

    PushJob(TaskTable table, Pusher pusher, DispatchProperties properties, SimpleAsyncTaskExecutorBuilder threads) {
        this.table = table;
        this.pusher = pusher;
        this.properties = properties;
        this.threads = threads.threadNamePrefix("push-").build();
        this.pushers = new Semaphore(properties.pushers());
    }

    @TransactionalEventListener
    void hurry(AgentTasks.Hurry hurry) {
        threads.execute(this::look);
    }

    @Scheduled(fixedDelayString = "${podi.comfyui.dispatch.look:1s}")
    void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            int free = pushers.availablePermits();
            if (free > 0) {
                List<AgentTask> due = table.takeDue(free, properties.lease());
                due.forEach(this::begin);
            }
        } catch (DataAccessException away) {
            log.warn("cannot see what is to be pushed for now: {}", away.getMessage());
        } finally {
            looking.set(false);
        }
    }

    private void begin(AgentTask task) {
        pushers.acquireUninterruptibly();
        boolean begun = false;
        try {
            threads.execute(() -> work(task));
            begun = true;
        } finally {
            if (!begun) {
                pushers.release();
            }
        }
    }

    private void work(AgentTask task) {
        try {
            pusher.push(task);
        } catch (RuntimeException failure) {
            // Nothing could be written down; the lease runs out, and it is pushed again.
            log.warn("push left behind: task={}", task.id(), failure);
        } finally {
            pushers.release();
        }
    }

    @Scheduled(fixedDelayString = "${podi.comfyui.dispatch.expiry-look:5s}")
    void expire() {
        int expired = table.expire();
        if (expired > 0) {
            log.info("expired: tasks={}", expired);
        }
    }
}
