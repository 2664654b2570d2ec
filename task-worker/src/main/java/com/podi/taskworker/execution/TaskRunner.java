package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutorRegistry;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/** One attempt at one task: fetch, run, store, finish. No transaction is open while something slow goes on. */
@Component
class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private static final int FETCHED = 10;
    private static final int RUN = 90;

    private final TaskQueue queue;
    private final ExecutorRegistry executors;
    private final InputPictures inputs;
    private final OutputStore outputs;
    private final TaskFinisher finisher;
    private final TaskJournal journal;

    TaskRunner(
            TaskQueue queue,
            ExecutorRegistry executors,
            InputPictures inputs,
            OutputStore outputs,
            TaskFinisher finisher,
            TaskJournal journal) {
        this.queue = queue;
        this.executors = executors;
        this.inputs = inputs;
        this.outputs = outputs;
        this.finisher = finisher;
        this.journal = journal;
    }

    /** Returns when the attempt is over, however it went; leaves nothing but the lease behind if it is interrupted. */
    void run(ClaimedTask claimed) {
        try {
            journal.write(claimed.task().taskId(), JournalMessage.STARTED);
            finisher.complete(claimed, attempt(claimed));
        } catch (ExecutionFailedException failure) {
            failed(claimed, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            log.info(
                    "interrupted: task={} attempt={}",
                    claimed.task().taskId(),
                    claimed.lease().attempt());
        } catch (IOException failure) {
            failed(claimed, ExecutionFailedException.forNow(ErrorCode.INTERNAL, "no room to work in", failure));
        } catch (RuntimeException | LinkageError failure) {
            failed(claimed, ExecutionFailedException.forNow(ErrorCode.INTERNAL, "unexpected", failure));
        }
    }

    private TaskResult attempt(ClaimedTask claimed) throws ExecutionFailedException, IOException, InterruptedException {
        long started = System.nanoTime();
        AbilityTask task = claimed.task();
        Path directory = Files.createTempDirectory("podi-task-");
        try {
            List<Execution.Picture> pictures = inputs.fetch(task, directory);
            queue.progress(claimed.lease(), FETCHED);
            List<Output> produced = executors
                    .of(task.plan().provider())
                    .run(new Execution(
                            task.plan().capabilityKey(),
                            task.plan().inputs(),
                            pictures,
                            directory,
                            percent -> queue.progress(claimed.lease(), FETCHED + percent * (RUN - FETCHED) / 100)));
            List<TaskResult.StoredImage> stored = outputs.store(task, produced);
            return new TaskResult(
                    stored, Duration.ofNanos(System.nanoTime() - started).toMillis());
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    /** The attempt is over without a result: the task is tried again or ends, whichever the failure allows. */
    void failed(ClaimedTask claimed, ExecutionFailedException failure) {
        AbilityTask task = claimed.task();
        log.warn("attempt failed: task={} attempt={}", task.taskId(), task.attempt(), failure);
        Optional<Duration> delay = RetryPolicy.delayBeforeNext(task, failure);
        if (delay.isEmpty()) {
            finisher.fail(claimed, failure.errorCode());
        } else if (queue.requeue(claimed.lease(), delay.get())) {
            journal.write(task.taskId(), JournalMessage.WILL_RETRY);
        }
    }
}
