package com.podi.taskworker.queue;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.ExecutorChanged;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Inbox;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Opens and closes lanes as their executors come and go. */
@Component
class ExecutorChangedListener {

    private static final Logger log = LoggerFactory.getLogger(ExecutorChangedListener.class);

    private final Inbox inbox;
    private final Lanes lanes;

    ExecutorChangedListener(Inbox inbox, Lanes lanes) {
        this.inbox = inbox;
        this.lanes = lanes;
    }

    @KafkaListener(topics = Topics.EXECUTOR)
    void on(EventEnvelope event) {
        if (event.type().equals(ExecutorChanged.TYPE)) {
            inbox.once(event, ExecutorChanged.class, change -> apply(change, event.occurredAt()));
        }
    }

    private void apply(ExecutorChanged change, Instant at) {
        if (!lanes.isNews(change.executorId(), at)) {
            log.info("older than what is known: executor={} at={}", change.executorId(), at);
            return;
        }
        if (change.maxConcurrency() != null) {
            lanes.limitTo(change.executorId(), change.maxConcurrency());
        }
        if (change.available()) {
            lanes.open(change.executorId());
        } else {
            log.info("executor gone: executor={} moved={}", change.executorId(), lanes.close(change.executorId()));
        }
    }

    /** What came into a lane while it was being closed, or can move only now, moves a little later. */
    @Scheduled(fixedDelay = 30_000)
    void moveOn() {
        lanes.closed().forEach(lanes::close);
    }

    /** Whose turn was last does not matter any more after a day. */
    @Scheduled(fixedDelay = 3_600_000)
    void forgetOldTurns() {
        lanes.forgetOldTurns();
    }
}
