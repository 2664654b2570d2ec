package com.podi.starter.event;

import org.springframework.jdbc.core.simple.JdbcClient;

/** How much waits in the outbox, for senders that can do without being heard when it is a lot. */
public class OutboxBacklog {

    private final JdbcClient jdbc;

    OutboxBacklog(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Events of one aggregate, counted no further than to {@code atMost}. */
    public int of(String topic, String aggregateId, int atMost) {
        return jdbc.sql("select count(*) from (select from outbox_record where record_key = ? limit ?) waiting")
                .params(Events.key(topic, aggregateId), atMost)
                .query(Integer.class)
                .single();
    }

    /** All events, counted no further than to {@code atMost}. */
    public int ofAll(int atMost) {
        return jdbc.sql("select count(*) from (select from outbox_record limit ?) waiting")
                .param(atMost)
                .query(Integer.class)
                .single();
    }
}
