package com.podi.taskworker.execution;

import com.podi.taskworker.queue.Lease;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** What this replica is working on. */
@Component
class RunningTasks {

    private final Map<Lease, Run> runs = new ConcurrentHashMap<>();

    void add(Run run) {
        runs.put(run.lease(), run);
    }

    void remove(Run run) {
        runs.remove(run.lease());
        if (runs.isEmpty()) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    int count() {
        return runs.size();
    }

    int countIn(String lane) {
        return (int) runs.values().stream()
                .filter(run -> run.claimed().task().lane().equals(lane))
                .count();
    }

    List<Lease> leases() {
        return List.copyOf(runs.keySet());
    }

    Collection<Run> all() {
        return List.copyOf(runs.values());
    }

    void stop(String taskId, Run.StopReason reason) {
        runs.values().stream()
                .filter(run -> run.lease().taskId().equals(taskId))
                .forEach(run -> run.stop(reason));
    }

    /** @return whether everything came to its end in time */
    synchronized boolean awaitNone(long millis) throws InterruptedException {
        long end = System.nanoTime() + millis * 1_000_000;
        while (!runs.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
