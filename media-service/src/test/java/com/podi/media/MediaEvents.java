package com.podi.media;

import com.podi.contracts.event.Topics;
import com.podi.starter.id.Ids;
import com.podi.testsupport.RealParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the service has told the others. */
public final class MediaEvents {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private MediaEvents() {}

    /** Waits until there are so many of them, and a moment longer: there must not be more. */
    public static List<JsonNode> atLeast(int count, Predicate<JsonNode> wanted) {
        List<JsonNode> events = new ArrayList<>();
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers", RealParts.kafka(),
                        "group.id", Ids.next("test"),
                        "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.subscribe(List.of(Topics.MEDIA_OBJECT));
            Awaitility.await().atMost(PATIENCE).until(() -> {
                poll(consumer, wanted, events);
                return events.size() >= count;
            });
            poll(consumer, wanted, events);
        }
        return events;
    }

    private static void poll(
            KafkaConsumer<String, String> consumer, Predicate<JsonNode> wanted, List<JsonNode> events) {
        consumer.poll(Duration.ofSeconds(1)).forEach(record -> {
            JsonNode event = JSON.readTree(record.value());
            if (wanted.test(event)) {
                events.add(event);
            }
        });
    }
}
