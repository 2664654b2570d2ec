package com.podi.taskworker.intake;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.MediaObjectStored;
import com.podi.contracts.event.Topics;
import com.podi.contracts.media.InputRequest;
import com.podi.contracts.media.MediaClient;
import com.podi.starter.event.Inbox;
import com.podi.taskworker.chore.Chore;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskQueue;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Starts tasks when the last of their pictures is uploaded, and ends those whose pictures do not come. */
@Component
class Uploads implements Chore {

    private static final Logger log = LoggerFactory.getLogger(Uploads.class);
    private static final int BATCH = 100;

    private final Inbox inbox;
    private final TaskQueue queue;
    private final TaskIntake intake;
    private final TaskFinisher finisher;
    private final MediaClient media;
    private final TransactionTemplate transaction;

    Uploads(
            Inbox inbox,
            TaskQueue queue,
            TaskIntake intake,
            TaskFinisher finisher,
            MediaClient media,
            TransactionTemplate transaction) {
        this.inbox = inbox;
        this.media = media;
        this.transaction = transaction;
        this.queue = queue;
        this.intake = intake;
        this.finisher = finisher;
    }

    @KafkaListener(topics = Topics.MEDIA_OBJECT)
    void on(EventEnvelope event) {
        if (event.type().equals(MediaObjectStored.TYPE)) {
            inbox.once(event, MediaObjectStored.class, stored -> start(stored.objectKey()));
        }
    }

    private void start(String objectKey) {
        queue.uploaded(objectKey).forEach(task -> intake.enqueue(task.taskId(), Optional.empty()));
    }

    /** A picture may have come between the look at it and the task's row, or its news may be late. */
    @Scheduled(fixedDelay = 10_000)
    void lookForThemselves() {
        for (TaskQueue.Awaited awaited : queue.awaitedUploads(BATCH)) {
            try {
                if (media.input(new InputRequest(awaited.userId(), awaited.objectKey(), null))
                                .data()
                                .object()
                        != null) {
                    transaction.executeWithoutResult(status -> start(awaited.objectKey()));
                }
            } catch (PodiException notThere) {
                log.debug("cannot look for an upload: key={}", awaited.objectKey(), notThere);
            }
        }
    }

    @Override
    public String due() {
        return "exists (select from tasks where status = 'pending' and uploads_until < now())";
    }

    @Override
    public void run() {
        for (AbilityTask task : queue.uploadsOverdue(BATCH)) {
            try {
                finisher.failWaiting(task.taskId(), ErrorCode.IMAGE_REQUIRED);
            } catch (RuntimeException failure) {
                log.warn("not ended yet: task={}", task.taskId(), failure);
            }
        }
    }
}
