package com.podi.starter.event;

import com.podi.contracts.event.EventData;
import com.podi.contracts.event.EventEnvelope;
import com.podi.starter.id.Ids;
import io.namastack.outbox.Outbox;
import java.time.Clock;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The way out for facts: written beside the change they report, sent when the change is committed. */
public class Events {

    private final Outbox outbox;
    private final JsonMapper json;
    private final Clock clock;
    private final TraceParent traceParent;

    Events(Outbox outbox, JsonMapper json, Clock clock, TraceParent traceParent) {
        this.outbox = outbox;
        this.json = json;
        this.clock = clock;
        this.traceParent = traceParent;
    }

    /** Must be called inside the transaction of the change. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void publish(EventData data) {
        EventEnvelope envelope = new EventEnvelope(
                Ids.next("evt"),
                data.type(),
                data.version(),
                clock.instant(),
                data.aggregateId(),
                json.valueToTree(data));
        OutgoingEvent event = new OutgoingEvent(
                data.topic(), data.aggregateId(), json.writeValueAsString(envelope), traceParent.current());
        outbox.schedule(event, key(data.topic(), data.aggregateId()));
    }

    /** By which the outbox keeps the events of an aggregate in their order. */
    static String key(String topic, String aggregateId) {
        return topic + ":" + aggregateId;
    }
}
