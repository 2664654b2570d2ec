package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.ExecutorRegistry;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.picture.InputPictures;
import com.podi.taskworker.picture.OutputStore;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Ending;
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
import org.springframework.core.retry.RetryException;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.retry.RetryTemplate;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.util.FileSystemUtils;

/** One attempt at one task: fetch, run, store, finish. No transaction is open while something slow goes on. */
@Component
class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private static final int FETCHED = 10;
    private static final int RUN = 90;

    private static final RetryTemplate PATIENT = new RetryTemplate(RetryPolicy.builder()
            .includes(DataAccessException.class, TransactionException.class)
            .maxRetries(10)
            .delay(Duration.ofMillis(250))
            .multiplier(2)
            .maxDelay(Duration.ofSeconds(3))
            .build());

    private final TaskQueue queue;
    private final WorkerSlots slots;
    private final ExecutorRegistry executors;
    private final InputPictures inputs;
    private final OutputStore outputs;
    private final TaskFinisher finisher;
    private final TaskJournal journal;
    private final AttemptMetrics metrics;

    TaskRunner(
            TaskQueue queue,
            WorkerSlots slots,
            ExecutorRegistry executors,
            InputPictures inputs,
            OutputStore outputs,
            TaskFinisher finisher,
            TaskJournal journal,
            AttemptMetrics metrics) {
        this.queue = queue;
        this.slots = slots;
        this.executors = executors;
        this.inputs = inputs;
        this.outputs = outputs;
        this.finisher = finisher;
        this.journal = journal;
        this.metrics = metrics;
    }

    /** Returns when the attempt is over, however it went; the caller holds a slot, before and after. */
    void run(Run run) {
        ClaimedTask claimed = run.claimed();
        try {
            TaskResult result = run.interruptibly(() -> attempt(claimed));
            whenTheDatabaseIsThere(() -> finisher.end(claimed.task(), Ending.completed(claimed.lease(), result)));
            metrics.ended(run, "completed");
        } catch (Exception | LinkageError failure) {
            run.stopReason().ifPresentOrElse(reason -> stopped(run, reason), () -> failed(run, asFailure(failure)));
        }
    }

    private TaskResult attempt(ClaimedTask claimed) throws ExecutionFailedException, IOException, InterruptedException {
        long started = System.nanoTime();
        AbilityTask task = claimed.task();
        Path directory = Files.createTempDirectory("podi-task-");
        try {
            List<Execution.Picture> pictures = inputs.fetch(task, directory);
            if (!pictures.isEmpty()) {
                queue.progress(claimed.lease(), FETCHED);
            }
            Executor executor = executors.of(task.plan().provider());
            Execution execution = new Execution(
                    task.plan().capabilityKey(),
                    task.plan().inputs(),
                    pictures,
                    directory,
                    percent -> queue.progress(claimed.lease(), FETCHED + percent * (RUN - FETCHED) / 100));
            List<Output> produced = executor.worksElsewhere()
                    ? slots.<List<Output>, ExecutionFailedException>lendWhile(() -> executor.run(execution))
                    : executor.run(execution);
            List<TaskResult.StoredImage> stored = outputs.store(task, produced);
            return new TaskResult(
                    stored, Duration.ofNanos(System.nanoTime() - started).toMillis());
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    /** What was done is not done again because it could not be written down at once; meanwhile the lease may be lost. */
    private static void whenTheDatabaseIsThere(Runnable write) throws RetryException {
        PATIENT.execute(() -> {
            write.run();
            return null;
        });
    }

    private static ExecutionFailedException asFailure(Throwable failure) {
        if (failure instanceof ExecutionFailedException known) {
            return known;
        }
        return ExecutionFailedException.forNow(
                ErrorCode.INTERNAL, failure instanceof IOException ? "no room to work in" : "unexpected", failure);
    }

    /** The attempt was stopped, or does not stop although it was told to: either way nothing more is expected of it. */
    void stopped(Run run, Run.StopReason reason) {
        ClaimedTask claimed = run.claimed();
        log.info(
                "stopped: task={} attempt={} because={}",
                claimed.lease().taskId(),
                claimed.lease().attempt(),
                reason);
        switch (reason) {
            case OVERDUE ->
                failed(run, ExecutionFailedException.forNow(ErrorCode.EXECUTOR_TIMEOUT, "took too long", null));
            case CANCELED -> {
                finisher.end(claimed.task(), Ending.canceled(claimed.lease()));
                metrics.ended(run, "canceled");
            }
            case SHUTDOWN -> {
                metrics.ended(run, "given_back");
                queue.giveBack(claimed.lease())
                        .ifPresentOrElse(
                                task -> journal.write(task.taskId(), JournalMessage.GIVEN_BACK),
                                () -> cancelIfWanted(claimed));
            }
            case LOST -> metrics.ended(run, "lost");
        }
    }

    /** The attempt is over without a result: the task is tried again or ends, whichever the failure allows. */
    private void failed(Run run, ExecutionFailedException failure) {
        ClaimedTask claimed = run.claimed();
        AbilityTask task = claimed.task();
        log.warn("attempt failed: task={} attempt={}", task.taskId(), task.attempt(), failure);
        metrics.ended(run, "failed");
        Optional<Duration> delay = Retries.delayBeforeNext(task, failure);
        if (delay.isEmpty()) {
            finisher.fail(claimed, failure);
        } else if (finisher.tryAgain(claimed, failure, delay.get()).isEmpty()) {
            cancelIfWanted(claimed);
        }
    }

    /** A task that cannot go back to the queue is lost to us, which the end will notice, or is to be canceled. */
    private void cancelIfWanted(ClaimedTask claimed) {
        finisher.end(claimed.task(), Ending.canceled(claimed.lease()));
    }
}
