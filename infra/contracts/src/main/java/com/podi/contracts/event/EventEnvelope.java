package com.podi.contracts.event;

import java.time.Instant;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * What stands in a Kafka record.
 *
 * @param eventId the key for deduplication: an event may arrive more than once
 */
public record EventEnvelope(
        String eventId, String type, int version, Instant occurredAt, String aggregateId, JsonNode data) {

    public EventEnvelope {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(occurredAt, "occurredAt");
        Objects.requireNonNull(aggregateId, "aggregateId");
        Objects.requireNonNull(data, "data");
    }
}
