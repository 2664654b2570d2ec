package com.podi.taskworker.executor.podi;

import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** What all pictures that are worked on at once may unfold to; one that needs more than there is works alone. */
@Component
class MemoryBudget {

    private static final long MEGABYTE = 1 << 20;

    private final int megabytes;
    private final Semaphore free;

    MemoryBudget(@Value("${podi.task-worker.tools-memory}") DataSize all) {
        this.megabytes = (int) Math.max(1, all.toMegabytes());
        this.free = new Semaphore(megabytes, true);
    }

    /** Given back when it is closed. */
    interface Share extends AutoCloseable {
        @Override
        void close();
    }

    Share take(long bytes) throws InterruptedException {
        int share = (int) Math.min(megabytes, bytes / MEGABYTE + 1);
        free.acquire(share);
        return () -> free.release(share);
    }
}
