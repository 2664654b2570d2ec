package com.podi.ability.log;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Inbox;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;

@Component
class InvocationFinishedListener {

    private final Inbox inbox;
    private final InvocationLog log;

    InvocationFinishedListener(Inbox inbox, InvocationLog log) {
        this.inbox = inbox;
        this.log = log;
    }

    @KafkaListener(topics = Topics.TASK)
    void on(EventEnvelope event) {
        if (event.type().equals(InvocationFinished.TYPE)) {
            inbox.once(event, InvocationFinished.class, log::append);
        }
    }
}
