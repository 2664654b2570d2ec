package com.podi.benchmarks.events;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Inbox;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.annotation.KafkaListener;

/** A service that listens through the inbox, and notes each effect. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class Consumer {

    private final Inbox inbox;
    private final JdbcClient jdbc;

    Consumer(Inbox inbox, JdbcClient jdbc) {
        this.inbox = inbox;
        this.jdbc = jdbc;
    }

    public static void main(String[] args) {
        SpringApplication.run(Consumer.class, args);
    }

    @KafkaListener(topics = Topics.TASK)
    void on(EventEnvelope event) {
        inbox.once(event, Counted.class, counted -> jdbc.sql("insert into effects (aggregate_id, number) values (?, ?)")
                .params(counted.aggregateId(), counted.number())
                .update());
    }
}
