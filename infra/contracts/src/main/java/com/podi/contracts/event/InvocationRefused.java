package com.podi.contracts.event;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A call was refused before it became a task: nothing was planned for it, or nobody would have it.
 *
 * @param taskId of the task that it did not become
 * @param abilityId as the caller wrote it; there may be none of that name
 * @param requestSummary the inputs as they came, or how many they were
 */
public record InvocationRefused(
        String logId,
        String taskId,
        String abilityId,
        String userId,
        @Nullable String traceId,
        JsonNode requestSummary,
        String errorCode,
        String errorMessage,
        Instant refusedAt)
        implements EventData {

    public static final String TYPE = "invocation.refused";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.TASK;
    }

    /** The refusals of a user wait for each other, and no task waits for them. */
    @Override
    public String aggregateId() {
        return aggregateOf(userId);
    }

    public static String aggregateOf(String userId) {
        return "refused_" + userId;
    }
}
