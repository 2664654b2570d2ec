package com.podi.contracts.event;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * What stands in a Kafka record.
 *
 * @param eventId the key for deduplication: an event may arrive more than once
 */
public record EventEnvelope(
        String eventId, String type, int version, Instant occurredAt, String aggregateId, JsonNode data) {}
