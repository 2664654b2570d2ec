package com.podi.testsupport;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What lies in a topic. */
public final class Records {

    private Records() {}

    /** The values under a key, in their order. */
    public static List<String> under(String key, String topic, String bootstrapServers) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "auto.offset.reset", "earliest"),
                new StringDeserializer(),
                new StringDeserializer())) {
            List<TopicPartition> all = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(all);
            consumer.seekToBeginning(all);
            long end = consumer.endOffsets(all).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
            List<String> values = new ArrayList<>();
            while (all.stream().mapToLong(consumer::position).sum() < end) {
                consumer.poll(Duration.ofSeconds(1)).forEach(entry -> {
                    if (key.equals(entry.key())) {
                        values.add(entry.value());
                    }
                });
            }
            return values;
        }
    }
}
