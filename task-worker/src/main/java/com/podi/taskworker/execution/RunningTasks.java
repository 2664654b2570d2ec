package com.podi.taskworker.execution;

import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Lease;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.springframework.stereotype.Component;

/** What this replica is working on. */
@Component
class RunningTasks {

    private final Map<Lease, Run> runs = new ConcurrentHashMap<>();

    /** @param startedNanos by the clock that never jumps */
    record Run(ClaimedTask claimed, Future<?> work, long startedNanos) {

        boolean isOverdue() {
            Duration limit = Duration.ofSeconds(claimed.task().plan().limits().timeoutSeconds());
            return System.nanoTime() - startedNanos > limit.toNanos();
        }

        void interrupt() {
            work.cancel(true);
        }
    }

    void add(ClaimedTask claimed, Future<?> work) {
        runs.put(claimed.lease(), new Run(claimed, work, System.nanoTime()));
    }

    void remove(Lease lease) {
        runs.remove(lease);
    }

    List<Lease> leases() {
        return List.copyOf(runs.keySet());
    }

    Collection<Run> all() {
        return List.copyOf(runs.values());
    }
}
