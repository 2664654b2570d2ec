package com.podi.starter.event;

import io.namastack.outbox.handler.OutboxRecordMetadata;
import io.namastack.outbox.handler.OutboxTypedHandler;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaOperations;

/** Sends what waits in the outbox; the row goes only when the broker has acknowledged. */
class OutboxRelay implements OutboxTypedHandler<OutgoingEvent> {

    private static final long ACKNOWLEDGE_SECONDS = 25;

    private final KafkaOperations<String, String> kafka;

    OutboxRelay(KafkaOperations<String, String> kafka) {
        this.kafka = kafka;
    }

    @Override
    public void handle(OutgoingEvent event, OutboxRecordMetadata metadata) {
        ProducerRecord<String, String> record = new ProducerRecord<>(event.topic(), event.key(), event.value());
        if (event.traceParent() != null) {
            record.headers().add(TraceParent.HEADER, event.traceParent().getBytes(StandardCharsets.UTF_8));
        }
        try {
            kafka.send(record).get(ACKNOWLEDGE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new KafkaException("not sent: " + event.topic() + " " + event.key(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted: " + event.topic() + " " + event.key(), interrupted);
        }
    }
}
