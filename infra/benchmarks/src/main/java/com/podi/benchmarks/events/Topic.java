package com.podi.benchmarks.events;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.json.JsonMapper;

/** What lies in the topic, read from its beginning without the help of any service. */
final class Topic {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final JsonMapper json = new JsonMapper();
    private final Set<String> seen = new HashSet<>();
    private final Map<String, Long> highest = new HashMap<>();
    private long records;
    private long outOfOrder;

    private Topic() {}

    static Topic read(String bootstrapServers) {
        Topic topic = new Topic();
        try (KafkaConsumer<String, String> consumer = consumer(bootstrapServers, "reader-" + UUID.randomUUID())) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(POLL).forEach(topic::take);
            }
        }
        return topic;
    }

    /** How many records the group has not read yet. */
    static long lag(String bootstrapServers, String group) {
        try (KafkaConsumer<String, String> consumer = consumer(bootstrapServers, group)) {
            List<TopicPartition> partitions = partitions(consumer);
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return consumer.committed(Set.copyOf(partitions)).entrySet().stream()
                    .mapToLong(committed -> ends.get(committed.getKey())
                            - (committed.getValue() == null
                                    ? 0
                                    : committed.getValue().offset()))
                    .sum();
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<String, String> consumer) {
        return consumer.partitionsFor(Topics.TASK).stream()
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
    }

    private static KafkaConsumer<String, String> consumer(String bootstrapServers, String group) {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "group.id", group, "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer());
    }

    private void take(ConsumerRecord<String, String> received) {
        records++;
        EventEnvelope event = json.readValue(received.value(), EventEnvelope.class);
        if (!seen.add(event.eventId())) {
            return;
        }
        long number = event.data().get("number").asLong();
        Long before = highest.get(event.aggregateId());
        if (before != null && number < before) {
            outOfOrder++;
        } else {
            highest.put(event.aggregateId(), number);
        }
    }

    /** Each event counted once. */
    long events() {
        return seen.size();
    }

    /** Records of events that were in the topic already. */
    long repeated() {
        return records - seen.size();
    }

    /** Events that came, for the first time, after a later one of the same aggregate. */
    long outOfOrder() {
        return outOfOrder;
    }
}
