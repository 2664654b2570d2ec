package com.podi.ability;

import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.EventData;
import com.podi.contracts.event.EventEnvelope;
import com.podi.starter.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Tells the service what has happened elsewhere, as Kafka would, and waits until it has heard. */
public final class Teller {

    private static final Duration EVENTUALLY = Duration.ofSeconds(60);

    private final KafkaTemplate<String, String> kafka;
    private final JdbcClient jdbc;
    private final JsonMapper json;

    public Teller(KafkaTemplate<String, String> kafka, JdbcClient jdbc, JsonMapper json) {
        this.kafka = kafka;
        this.jdbc = jdbc;
        this.json = json;
    }

    /** @return when all of them have had their effect */
    public void tell(EventData... events) {
        List<EventEnvelope> told = new ArrayList<>();
        for (EventData event : events) {
            told.add(envelope(event));
        }
        told.forEach(this::send);
        told.forEach(this::awaitHeard);
    }

    public EventEnvelope envelope(EventData data) {
        return new EventEnvelope(
                Ids.next("evt"),
                data.type(),
                data.version(),
                Instant.now(),
                data.aggregateId(),
                json.valueToTree(data));
    }

    public void send(EventEnvelope event) {
        String topic = event.type().startsWith("user.")
                ? "podi.user"
                : event.type().startsWith("media.") ? "podi.media-object" : "podi.task";
        send(topic, event.aggregateId(), json.writeValueAsString(event));
    }

    public void send(String topic, String key, @Nullable String value) {
        kafka.send(topic, key, value).join();
    }

    public void awaitHeard(EventEnvelope event) {
        await().atMost(EVENTUALLY).pollInterval(Duration.ofMillis(50)).until(() -> jdbc.sql(
                        "select exists (select from processed_events where event_id = ?)")
                .param(event.eventId())
                .query(Boolean.class)
                .single());
    }
}
