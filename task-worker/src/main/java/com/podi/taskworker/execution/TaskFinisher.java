package com.podi.taskworker.execution;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.InvocationFinished;
import com.podi.starter.event.Events;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.settlement.Settlements;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Writes down the end of a task: its row, its settlement, its journal and its event, all or nothing. */
@Component
public class TaskFinisher {

    private static final Logger log = LoggerFactory.getLogger(TaskFinisher.class);

    private final TaskQueue queue;
    private final Settlements settlements;
    private final TaskJournal journal;
    private final Events events;
    private final Clock clock;

    TaskFinisher(TaskQueue queue, Settlements settlements, TaskJournal journal, Events events, Clock clock) {
        this.queue = queue;
        this.settlements = settlements;
        this.journal = journal;
        this.events = events;
        this.clock = clock;
    }

    @Transactional
    void complete(ClaimedTask claimed, TaskResult result) {
        AbilityTask task = claimed.task();
        if (!queue.complete(claimed.lease(), result)) {
            log.warn(
                    "lease lost, result dropped: task={} attempt={}",
                    task.taskId(),
                    claimed.lease().attempt());
            return;
        }
        int produced = result.images().size();
        long points = task.plan().price().pointsFor(produced);
        if (task.holdId() != null) {
            settlements.confirm(task.taskId(), task.holdId(), points);
        }
        journal.write(task.taskId(), JournalMessage.COMPLETED);
        events.publish(finished(task, TaskStatus.COMPLETED.word(), result, produced, points, null));
    }

    @Transactional
    void fail(ClaimedTask claimed, ErrorCode error) {
        AbilityTask task = claimed.task();
        if (!queue.fail(claimed.lease(), error)) {
            log.warn(
                    "lease lost, failure dropped: task={} attempt={}",
                    task.taskId(),
                    claimed.lease().attempt());
            return;
        }
        ended(task, task.holdId(), error);
    }

    /** Ends a task whose worker was lost once too often. */
    @Transactional
    void failOfLostWorker(ClaimedTask abandoned, ErrorCode error) {
        if (queue.failOfLostWorker(abandoned.lease(), error)) {
            ended(abandoned.task(), abandoned.task().holdId(), error);
        }
    }

    /** Ends a task that never got out of its intake. */
    @Transactional
    public void abandonIntake(AbilityTask task, Optional<String> holdId, ErrorCode error) {
        if (queue.abandonIntake(task.taskId(), holdId, error)) {
            ended(task, holdId.orElse(null), error);
        }
    }

    /** Takes back a task that the wallet refused; the refusal is logged like any call. */
    @Transactional
    public void reject(AbilityTask task, ErrorCode error) {
        if (queue.withdraw(task.taskId())) {
            events.publish(finished(task, "rejected", null, 0, 0, error));
        }
    }

    private void ended(AbilityTask task, @Nullable String holdId, ErrorCode error) {
        if (holdId != null) {
            settlements.release(task.taskId(), holdId);
        }
        journal.write(task.taskId(), JournalMessage.FAILED);
        events.publish(finished(task, TaskStatus.FAILED.word(), null, 0, 0, error));
    }

    private InvocationFinished finished(
            AbilityTask task,
            String status,
            @Nullable TaskResult result,
            int produced,
            long points,
            @Nullable ErrorCode error) {
        Instant now = clock.instant();
        List<TaskResult.StoredImage> images = result == null ? List.of() : result.images();
        return new InvocationFinished(
                task.logId(),
                task.taskId(),
                task.plan().abilityId(),
                task.plan().provider(),
                task.plan().action(),
                null,
                task.userId(),
                status,
                task.startedAt() == null ? 0 : millisBetween(task.startedAt(), now),
                task.queuedAt() == null
                        ? 0
                        : millisBetween(task.queuedAt(), task.startedAt() == null ? now : task.startedAt()),
                task.plan().price(),
                produced,
                points,
                task.traceId(),
                task.plan().inputs(),
                images.stream().map(TaskResult.StoredImage::objectKey).toList(),
                images.stream().mapToLong(TaskResult.StoredImage::sizeBytes).sum(),
                error == null ? null : error.code(),
                error == null ? null : error.message().zh(),
                now);
    }

    /** The two times may come from different clocks. */
    private static long millisBetween(Instant start, Instant end) {
        return Math.max(0, Duration.between(start, end).toMillis());
    }
}
