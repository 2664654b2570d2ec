package com.podi.taskworker.execution;

import com.podi.taskworker.queue.Lease;
import com.podi.taskworker.queue.TaskQueue;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
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
        Collection<Run> runs = running.all();
        Map<Lease, Integer> news = new HashMap<>();
        runs.forEach(run -> run.unwrittenProgress().ifPresent(percent -> news.put(run.lease(), percent)));
        if (news.isEmpty()) {
            return;
        }
        try {
            Set<Lease> written = queue.progress(news);
            runs.stream().filter(run -> written.contains(run.lease())).forEach(run -> run.wrote(news.get(run.lease())));
        } catch (DataAccessException | TransactionException away) {
            log.warn("progress not written for now: {}", away.getMessage());
        }
    }
}
