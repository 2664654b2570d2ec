package com.podi.taskworker.execution;

import com.podi.taskworker.queue.Lease;
import com.podi.taskworker.queue.TaskQueue;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes down how far the tasks of this replica have come, all in one go and as often as people want to see it: no attempt
 * waits for that, and one that is over sooner has nothing written.
 */
@Component
class ProgressNotes {

    private static final Logger log = LoggerFactory.getLogger(ProgressNotes.class);

    private final RunningTasks running;
    private final TaskQueue queue;

    ProgressNotes(RunningTasks running, TaskQueue queue) {
        this.running = running;
        this.queue = queue;
    }

    @Scheduled(fixedDelay = 200)
    void write() {
        Map<Lease, Integer> news = new HashMap<>();
        Map<Lease, Run> runs = new HashMap<>();
        for (Run run : running.all()) {
            if (run.stopReason().isPresent()) {
                continue;
            }
            run.unwrittenProgress().ifPresent(percent -> {
                news.put(run.lease(), percent);
                runs.put(run.lease(), run);
            });
        }
        if (news.isEmpty()) {
            return;
        }
        try {
            queue.progress(news).forEach(lease -> runs.get(lease).wrote(news.get(lease)));
        } catch (DataAccessException | TransactionException away) {
            log.warn("progress not written for now: {}", away.getMessage());
        }
    }
}
