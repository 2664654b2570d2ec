package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.contracts.event.AttemptFailed;
import com.podi.contracts.event.InvocationFinished;
import com.podi.starter.event.Events;
import com.podi.taskworker.callback.Callbacks;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.settlement.Settlements;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down the end of a task: its row, its settlement, its callback, its journal and its event, all or nothing. */
@Component
public class TaskFinisher {

    private static final Logger log = LoggerFactory.getLogger(TaskFinisher.class);

    private final TaskQueue queue;
    private final Settlements settlements;
    private final Callbacks callbacks;
    private final TaskJournal journal;
    private final Abandonments abandonments;
    private final Events events;
    private final Clock clock;

    TaskFinisher(
            TaskQueue queue,
            Settlements settlements,
            Callbacks callbacks,
            TaskJournal journal,
            Abandonments abandonments,
            Events events,
            Clock clock) {
        this.queue = queue;
        this.settlements = settlements;
        this.callbacks = callbacks;
        this.journal = journal;
        this.abandonments = abandonments;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    boolean end(AbilityTask task, Ending ending) {
        return end(task, ending, null);
    }

    @Transactional
    boolean end(Run run, Ending ending) {
        return end(run.claimed().task(), ending, run);
    }

    /**
     * Ends what the lease is still held for; otherwise nothing is written.
     *
     * @return whether it has ended now
     */
    private boolean end(AbilityTask task, Ending ending, @Nullable Run run) {
        AbilityTask ended = queue.end(List.of(ending)).get(task.taskId());
        if (ended == null) {
            log.warn(
                    "lease lost, end dropped: task={} attempt={} status={}",
                    task.taskId(),
                    ending.lease().attempt(),
                    ending.status());
            return false;
        }
        ended(ended, run);
        return true;
    }

    /** Ends a task whose attempt has failed, and that is not to be started again. */
    @Transactional
    void fail(Run run, ExecutionFailedException failure) {
        Text explanation = failure.explanation().orElse(null);
        Ending failed = Ending.failed(run.lease(), failure.errorCode(), explanation);
        if (end(run, failed)) {
            tellOfExecutor(run, failure);
        }
    }

    /**
     * Gives a task back whose attempt has failed.
     *
     * @param requeue does it; empty if it can only be ended
     */
    @Transactional
    Optional<AbilityTask> tryAgain(Run run, ExecutionFailedException failure, Supplier<Optional<AbilityTask>> requeue) {
        Optional<AbilityTask> again = requeue.get();
        again.ifPresent(task -> {
            journal.write(task.taskId(), JournalMessage.WILL_RETRY);
            tellOfExecutor(run, failure);
        });
        return again;
    }

    /** Whoever keeps the executors has to know what they cannot do, also where another one could. */
    private void tellOfExecutor(Run run, ExecutionFailedException failure) {
        AbilityTask task = run.claimed().task();
        Instant now = clock.instant();
        if (task.executorId() != null && failure.isOfExecutor()) {
            events.publish(new AttemptFailed(
                    task.taskId(),
                    task.attempt(),
                    task.plan().abilityId(),
                    task.executorId(),
                    failure.errorCode().code(),
                    now.minus(run.age()),
                    now));
        }
    }

    /** Ends a task whose worker was lost, and that is not to be started again. */
    @Transactional
    void endOfLostWorker(Ending ending) {
        queue.endOfLostWorker(ending).ifPresent(this::ended);
    }

    /** Ends a task that never got out of its intake. */
    @Transactional
    public void abandonIntake(AbilityTask task, Optional<String> holdId, ErrorCode error) {
        queue.abandonIntake(task.taskId(), holdId, error).ifPresent(this::ended);
    }

    /** Ends a task that waits; empty if it does not. */
    @Transactional
    public Optional<AbilityTask> cancelWaiting(String taskId) {
        Optional<AbilityTask> canceled = queue.cancelWaiting(taskId);
        canceled.ifPresent(this::ended);
        return canceled;
    }

    /** Ends a task that has waited too long. */
    @Transactional
    public void failWaiting(String taskId, ErrorCode error) {
        queue.failWaiting(taskId, error).ifPresent(this::ended);
    }

    /** Takes back a task that was refused; the refusal is logged like any call. */
    @Transactional
    public void reject(AbilityTask task, ErrorCode error) {
        if (queue.withdraw(task.taskId())) {
            events.publish(finished(task, "rejected", error, null));
        }
    }

    private void ended(AbilityTask task) {
        ended(task, null);
    }

    private void ended(AbilityTask task, @Nullable Run run) {
        if (task.holdId() != null) {
            if (isPaid(task)) {
                settlements.confirm(task.taskId(), task.holdId(), pointsOf(task));
            } else {
                settlements.release(task.taskId(), task.holdId());
            }
        }
        callbacks.ended(task);
        abandonments.ended(task);
        journal.write(task.taskId(), JournalMessage.ofEnd(task.status().word()));
        events.publish(finished(task, task.status().word(), task.error(), run));
    }

    private static boolean isPaid(AbilityTask task) {
        return task.status() == TaskStatus.COMPLETED;
    }

    private static int usedBy(AbilityTask task) {
        return task.result() == null ? 0 : task.result().used(task.plan().price());
    }

    private static long pointsOf(AbilityTask task) {
        return task.plan().price().pointsFor(usedBy(task));
    }

    private InvocationFinished finished(AbilityTask task, String status, @Nullable ErrorCode error, @Nullable Run run) {
        Instant now = clock.instant();
        TaskResult result = task.result();
        Text message = task.error() == error ? task.errorMessage() : null;
        return new InvocationFinished(
                task.logId(),
                task.taskId(),
                task.plan().abilityId(),
                task.plan().provider(),
                task.plan().action(),
                task.executorId(),
                task.userId(),
                status,
                task.startedAt() == null ? 0 : millisBetween(task.startedAt(), now),
                result == null || run == null || run.isResumed() ? null : result.durationMs(),
                task.queuedAt() == null
                        ? 0
                        : millisBetween(task.queuedAt(), task.startedAt() == null ? now : task.startedAt()),
                task.plan().price(),
                isPaid(task) ? task.plan().price().unitsFor(usedBy(task)) : 0,
                isPaid(task) ? pointsOf(task) : 0,
                task.traceId(),
                task.plan().inputs(),
                result == null ? List.of() : result.objectKeys(),
                result == null ? 0 : result.sizeBytes(),
                error == null ? null : error.code(),
                error == null ? null : message == null ? error.message().zh() : message.zh(),
                now,
                run == null ? null : run.answer());
    }

    /** The two times may come from different clocks. */
    private static long millisBetween(Instant start, Instant end) {
        return Math.max(0, Duration.between(start, end).toMillis());
    }
}
