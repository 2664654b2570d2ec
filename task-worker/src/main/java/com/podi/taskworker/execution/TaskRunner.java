package com.podi.taskworker.execution;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.ExecutionFailedException.Again;
import com.podi.taskworker.executor.ExecutionFailedException.Fault;
import com.podi.taskworker.executor.ExecutionResult;
import com.podi.taskworker.executor.Executor;
import com.podi.taskworker.executor.ExecutorRegistry;
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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.FileSystemUtils;

/** One attempt at one task: fetch, run, store, finish. No transaction is open while something slow goes on. */
@Component
class TaskRunner {

    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private static final int FETCHED = 10;
    private static final int RUN = 90;

    private final TaskQueue queue;
    private final WorkerSlots slots;
    private final ExecutorRegistry executors;
    private final InputPictures inputs;
    private final OutputStore outputs;
    private final TaskFinisher finisher;
    private final TaskJournal journal;
    private final Abandonments abandonments;
    private final AttemptDirectories directories;
    private final AttemptMetrics metrics;
    private final TransactionTemplate transaction;
    private final WorkerProperties properties;
    private final Clock clock;

    TaskRunner(
            TaskQueue queue,
            WorkerSlots slots,
            ExecutorRegistry executors,
            InputPictures inputs,
            OutputStore outputs,
            TaskFinisher finisher,
            TaskJournal journal,
            Abandonments abandonments,
            AttemptDirectories directories,
            AttemptMetrics metrics,
            TransactionTemplate transaction,
            WorkerProperties properties,
            Clock clock) {
        this.queue = queue;
        this.slots = slots;
        this.executors = executors;
        this.inputs = inputs;
        this.outputs = outputs;
        this.finisher = finisher;
        this.journal = journal;
        this.abandonments = abandonments;
        this.directories = directories;
        this.metrics = metrics;
        this.transaction = transaction;
        this.properties = properties;
        this.clock = clock;
    }

    /** Returns when the attempt is over, however it went; the caller holds a slot, before and after. */
    void run(Run run) {
        ClaimedTask claimed = run.claimed();
        try {
            TaskResult result = run.interruptibly(() -> attempt(run));
            Patience.with(() -> finisher.end(run, Ending.completed(claimed.lease(), result)));
            metrics.ended(run, "completed");
        } catch (Exception | LinkageError failure) {
            ExecutionFailedException known = asFailure(failure);
            run.stopReason()
                    .filter(reason -> known.isWorthRetrying() || !isTriedAgainAfter(reason))
                    .ifPresentOrElse(reason -> stopped(run, reason), () -> failed(run, known));
        }
    }

    /** What must not be tried again must not be so because it was stopped as well. */
    private static boolean isTriedAgainAfter(Run.StopReason reason) {
        return reason == Run.StopReason.OVERDUE || reason == Run.StopReason.SHUTDOWN;
    }

    private TaskResult attempt(Run run) throws ExecutionFailedException, IOException, InterruptedException {
        long started = System.nanoTime();
        AbilityTask task = run.claimed().task();
        Optional<String> handle = handleFor(run);
        Path directory = directories.create();
        try {
            List<Execution.Picture> pictures = inputs.fetch(task, directory);
            if (!pictures.isEmpty()) {
                run.reached(FETCHED);
            }
            Executor executor = executors.of(task.plan().provider());
            Execution execution = execution(run, pictures, directory, handle);
            ExecutionResult produced = executor.worksElsewhere()
                    ? slots.<ExecutionResult, ExecutionFailedException>lendWhile(() -> executor.run(execution))
                    : executor.run(execution);
            if (!queue.isHeld(run.lease())) {
                // Whoever has the task by now stores what comes of it.
                throw ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "the task is somebody else's", null);
            }
            return outputs.store(task, produced, directory)
                    .took(Duration.ofNanos(System.nanoTime() - started).toMillis());
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private Execution execution(Run run, List<Execution.Picture> pictures, Path directory, Optional<String> handle) {
        AbilityTask task = run.claimed().task();
        Plan plan = task.plan();
        return new Execution(
                "%s-%d".formatted(task.taskId(), task.attempt()),
                plan.abilityId(),
                plan.capabilityKey(),
                plan.inputs(),
                pictures,
                task.candidateOf(task.lane()).orElse(null),
                plan.workflow(),
                plan.upstream(),
                plan.limits().maxOutputs(),
                clock.instant().plusSeconds(plan.limits().timeoutSeconds()),
                handle.orElse(null),
                directory,
                new AttemptReports(run, queue, journal, transaction, FETCHED, RUN));
    }

    /** What was begun on this executor is gone on with; what was begun on another one, before the task moved, is not. */
    private Optional<String> handleFor(Run run) {
        AbilityTask task = run.claimed().task();
        AbilityTask.Handle handle = task.handle();
        if (handle == null) {
            return Optional.empty();
        }
        if (!run.isResumed()) {
            abandonments.begunAnew(task, handle);
            return Optional.empty();
        }
        run.keep(handle.text());
        return Optional.of(handle.text());
    }

    private static ExecutionFailedException asFailure(Throwable failure) {
        if (failure instanceof ExecutionFailedException known) {
            return known;
        }
        return ExecutionFailedException.ofOurs(
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
            case OVERDUE -> failed(run, overdue(run));
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

    /** What cannot be stopped, and is paid for, is waited for once more. */
    private ExecutionFailedException overdue(Run run) {
        return run.handle().isPresent()
                        && !executors.endsAbandonedWork(
                                run.claimed().task().plan().provider())
                ? ExecutionFailedException.ofOurs(ErrorCode.EXECUTOR_TIMEOUT, "goes on for too long", null)
                        .onceMore()
                : ExecutionFailedException.ofExecutor(ErrorCode.EXECUTOR_TIMEOUT, "took too long", null);
    }

    /** The attempt is over without a result: the task is tried again or ends, whichever the failure allows. */
    private void failed(Run run, ExecutionFailedException failure) {
        ClaimedTask claimed = run.claimed();
        AbilityTask task = claimed.task();
        log.warn("attempt failed: task={} attempt={}", task.taskId(), task.attempt(), failure);
        metrics.ended(run, "failed");
        Optional<Duration> delay = Retries.delayBeforeNext(task, failure, properties.retryDelay());
        if (delay.isEmpty() || failure.again() == Again.ELSEWHERE && !hasElsewhere(task)) {
            finisher.fail(run, failure);
        } else if (again(run, failure, delay.get()).isEmpty()) {
            cancelIfWanted(claimed);
        }
    }

    private boolean hasElsewhere(AbilityTask task) {
        return !queue.laneAfter(task).equals(task.lane());
    }

    /** Where the executor failed, it is begun anew, elsewhere if possible; else the executor is left at work. */
    private Optional<AbilityTask> again(Run run, ExecutionFailedException failure, Duration delay) {
        AbilityTask task = run.claimed().task();
        Duration wanted =
                failure.retryAfter().filter(after -> after.compareTo(delay) > 0).orElse(delay);
        if (failure.fault() != Fault.EXECUTOR) {
            return finisher.tryAgain(run, failure, () -> queue.requeue(run.lease(), wanted));
        }
        String lane = queue.laneAfter(task);
        Duration until = lane.equals(task.lane()) ? wanted : delay;
        Optional<AbilityTask> again = finisher.tryAgain(run, failure, () -> queue.requeue(run.lease(), until, lane));
        again.flatMap(queued -> run.handle()).ifPresent(handle -> abandonments.begunAnew(task, handle));
        return again;
    }

    /** A task that cannot go back to the queue is lost to us, which the end will notice, or is to be canceled. */
    private void cancelIfWanted(ClaimedTask claimed) {
        finisher.end(claimed.task(), Ending.canceled(claimed.lease()));
    }
}
