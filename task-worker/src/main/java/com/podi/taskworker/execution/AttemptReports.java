package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Reports;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.TaskQueue;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

/** Writes down what an executor tells. What is only for people to read may get lost; what the work hangs on may not. */
final class AttemptReports implements Reports {

    private static final Logger log = LoggerFactory.getLogger(AttemptReports.class);

    private static final int MOST_LINES = 200;
    private static final int LONGEST_HANDLE = 8192;

    private final Run run;
    private final ClaimedTask claimed;
    private final TaskQueue queue;
    private final TaskJournal journal;
    private final TransactionTemplate transaction;
    private final int from;
    private final int to;
    private final AtomicInteger lines = new AtomicInteger();

    /**
     * @param from the task's progress when the executor has done nothing
     * @param to and when it has done all
     */
    AttemptReports(Run run, TaskQueue queue, TaskJournal journal, TransactionTemplate transaction, int from, int to) {
        this.run = run;
        this.claimed = run.claimed();
        this.queue = queue;
        this.journal = journal;
        this.transaction = transaction;
        this.from = from;
        this.to = to;
    }

    @Override
    public void progress(int percent) {
        int bounded = Math.max(0, Math.min(100, percent));
        run.reached(from + bounded * (to - from) / 100);
    }

    @Override
    public void log(Level level, Text line) {
        if (lines.incrementAndGet() > MOST_LINES) {
            return;
        }
        try {
            transaction.executeWithoutResult(status -> {
                journal.say(claimed.lease().taskId(), level.name().toLowerCase(Locale.ROOT), line);
                queue.announceLine(claimed.task());
            });
        } catch (DataAccessException | TransactionException away) {
            log.warn("not told: task={} because={}", claimed.lease().taskId(), away.getMessage());
        }
    }

    @Override
    public void keep(String handle) throws ExecutionFailedException, InterruptedException {
        if (handle.length() > LONGEST_HANDLE) {
            throw new IllegalArgumentException("a handle of %d characters".formatted(handle.length()));
        }
        try {
            if (!Patience.of(() -> queue.keepHandle(claimed.lease(), handle))) {
                throw ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "the task is somebody else's", null);
            }
        } catch (DataAccessException | TransactionException away) {
            throw ExecutionFailedException.ofOurs(ErrorCode.SERVICE_UNAVAILABLE, "cannot keep the handle", away);
        }
        run.keep(handle);
    }

    @Override
    public void answered(JsonNode masked) {
        run.answered(masked);
    }
}
