package com.podi.starter.event;

import com.podi.contracts.event.EventData;
import com.podi.contracts.event.EventEnvelope;
import com.podi.starter.schedule.Purge;
import java.util.function.Consumer;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The way in for facts: each event has its effect once, however often it arrives. */
public class Inbox {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    Inbox(JdbcClient jdbc, TransactionTemplate transaction, JsonMapper json) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.json = json;
    }

    /** Remembers the event and takes its effect in one transaction; does nothing the second time. */
    public <T extends EventData> void once(EventEnvelope event, Class<T> dataType, Consumer<T> effect) {
        T data = read(event, dataType);
        transaction.executeWithoutResult(status -> {
            if (remember(event.eventId())) {
                effect.accept(data);
            }
        });
    }

    /**
     * The same for one more reader within the service, who takes of the event what it needs.
     *
     * @param reader its name, which no other reader has
     */
    public void once(EventEnvelope event, String reader, Runnable effect) {
        transaction.executeWithoutResult(status -> {
            if (remember(event.eventId() + " " + reader)) {
                effect.run();
            }
        });
    }

    private <T extends EventData> T read(EventEnvelope event, Class<T> dataType) {
        T data;
        try {
            data = json.treeToValue(event.data(), dataType);
        } catch (JacksonException malformed) {
            throw new MalformedEventException(event, malformed);
        }
        if (data == null || data.version() != event.version()) {
            throw new MalformedEventException(event, null);
        }
        return data;
    }

    /** Events older than what a broker keeps cannot come again. */
    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT5M")
    void forget() {
        Purge.rows(jdbc, "processed_events", "processed_at < now() - interval '30 days'");
    }

    private boolean remember(String eventId) {
        return jdbc.sql("insert into processed_events (event_id) values (?) on conflict do nothing")
                        .param(eventId)
                        .update()
                == 1;
    }
}
