package com.podi.ability;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.springframework.kafka.core.ConsumerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is told of one record on a topic, from the beginning. */
final class Heard implements AutoCloseable {

    private final Consumer<? super String, ? super String> consumer;
    private final String id;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final JsonMapper json = new JsonMapper();

    Heard(ConsumerFactory<? super String, ? super String> consumers, String topic, String id) {
        this.consumer = consumers.createConsumer("heard-" + UUID.randomUUID(), "");
        this.id = id;
        consumer.subscribe(List.of(topic));
    }

    /** All events so far. */
    List<JsonNode> events() {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> {
            if (id.equals(record.key())) {
                events.add(json.readTree(String.valueOf(record.value())));
            }
        });
        return List.copyOf(events);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
