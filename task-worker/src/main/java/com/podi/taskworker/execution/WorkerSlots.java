package com.podi.taskworker.execution;

import java.util.concurrent.Semaphore;
import org.springframework.stereotype.Component;

/** How much this replica works at once; whoever only waits for somebody else's work lends its slot meanwhile. */
@Component
class WorkerSlots {

    private final Semaphore free;
    private volatile Runnable onLent = () -> {};

    WorkerSlots(WorkerProperties properties) {
        this.free = new Semaphore(properties.maxWorkers(), true);
    }

    /** Slots for new work; none while work that was begun waits for its slot. */
    int free() {
        return free.hasQueuedThreads() ? 0 : free.availablePermits();
    }

    /** @return whether there still was a slot */
    boolean tryTake() {
        return free.tryAcquire();
    }

    void giveBack() {
        free.release();
    }

    /** Told when a slot has become free although its work goes on. */
    void whenLent(Runnable action) {
        onLent = action;
    }

    interface Waiting<T, E extends Exception> {
        T forIt() throws E, InterruptedException;
    }

    /** Waits without a slot; takes one again before it returns, however the waiting ended. */
    <T, E extends Exception> T lendWhile(Waiting<T, E> waiting) throws E, InterruptedException {
        free.release();
        onLent.run();
        try {
            return waiting.forIt();
        } finally {
            free.acquireUninterruptibly();
        }
    }
}
