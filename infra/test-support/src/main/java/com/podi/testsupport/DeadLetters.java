package com.podi.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Records that a service could not read and has laid aside. */
public final class DeadLetters {

    private DeadLetters() {}

    /** Those of a topic under this key, as they came. */
    public static List<String> of(String service, String topic, String key) {
        String deadLetters = topic + "." + service + ".dlt";
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", RealParts.kafka(), "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(deadLetters).stream()
                    .map(partition -> new TopicPartition(deadLetters, partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<String> letters = new ArrayList<>();
            while (all.stream().mapToLong(consumer::position).sum() < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(letter -> {
                    if (key.equals(letter.key())) {
                        letters.add(letter.value());
                    }
                });
            }
            return letters;
        }
    }
}
