package com.podi.ability.log;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.InvocationRefused;
import com.podi.contracts.event.TaskQueued;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Inbox;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

@Component
class TaskListener {

    private final Inbox inbox;
    private final Invocations invocations;

    TaskListener(Inbox inbox, Invocations invocations) {
        this.inbox = inbox;
        this.invocations = invocations;
    }

    @KafkaListener(topics = Topics.TASK)
    void on(EventEnvelope event) {
        switch (event.type()) {
            case TaskQueued.TYPE -> inbox.once(event, TaskQueued.class, invocations::queued);
            case InvocationFinished.TYPE -> inbox.once(event, InvocationFinished.class, invocations::finished);
            case InvocationRefused.TYPE -> inbox.once(event, InvocationRefused.class, invocations::refused);
            default -> {}
        }
    }
}
