package com.podi.ability.executor;

import com.podi.contracts.event.AttemptFailed;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Inbox;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Hears what came of real work. What cannot be read is for those to complain of who need it, and what was long ago does
 * not matter any more.
 */
@Component
class OutcomeListener {

    private static final String COMPLETED = "completed";
    private static final String READER = "outcomes";

    private final ExecutorHealth health;
    private final Outcomes outcomes;
    private final Inbox inbox;
    private final JsonMapper json;

    OutcomeListener(ExecutorHealth health, Outcomes outcomes, Inbox inbox, JsonMapper json) {
        this.health = health;
        this.outcomes = outcomes;
        this.inbox = inbox;
        this.json = json;
    }

    @KafkaListener(topics = Topics.TASK, groupId = "${spring.application.name}-trouble")
    void on(ConsumerRecord<String, String> record) {
        read(record.value()).ifPresent(this::on);
    }

    private void on(EventEnvelope event) {
        JsonNode data = event.data();
        if (event.type().equals(AttemptFailed.TYPE)) {
            inbox.once(event, AttemptFailed.class, health::failed);
        } else if (event.type().equals(InvocationFinished.TYPE)
                && data.path("status").asString("").equals(COMPLETED)
                && data.path("executorId").isString()) {
            inbox.once(
                    event,
                    READER,
                    () -> health.completed(
                            data.path("executorId").stringValue(),
                            event.occurredAt(),
                            data.path("attemptMs")
                                    .asLong(data.path("durationMs").asLong(0))));
        }
    }

    private Optional<EventEnvelope> read(@Nullable String value) {
        try {
            return value == null ? Optional.empty() : Optional.ofNullable(json.readValue(value, EventEnvelope.class));
        } catch (JacksonException unreadable) {
            return Optional.empty();
        }
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
    void forgetOld() {
        outcomes.forgetOld();
    }
}
