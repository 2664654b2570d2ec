package com.podi.contracts.event;

import com.podi.contracts.ability.Price;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of an ability has ended; the invocation log is written from it.
 *
 * @param status completed, failed, canceled or rejected
 * @param attemptMs what the attempt took that it completed with; null if it did not, or went on with what was begun before
 * @param price what the call was priced at when it was submitted
 * @param units how many units were really produced
 * @param points how many points are charged for them
 * @param outputKeys object keys of what was produced
 * @param answer what a provider answered last, without secrets, pictures and signed links; null where none was asked
 */
public record InvocationFinished(
        String logId,
        String taskId,
        String abilityId,
        String provider,
        String action,
        @Nullable String executorId,
        String userId,
        String status,
        long durationMs,
        @Nullable Long attemptMs,
        long queueMs,
        @Nullable Price price,
        int units,
        long points,
        @Nullable String traceId,
        JsonNode requestSummary,
        List<String> outputKeys,
        long outputBytes,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant finishedAt,
        @Nullable JsonNode answer)
        implements EventData {

    public static final String TYPE = "invocation.finished";

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public String topic() {
        return Topics.TASK;
    }

    @Override
    public String aggregateId() {
        return taskId;
    }
}
