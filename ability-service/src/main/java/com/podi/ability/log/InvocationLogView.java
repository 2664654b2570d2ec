package com.podi.ability.log;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of an ability, as the log keeps it.
 *
 * @param durationMs from its start to its end
 * @param queueMs how long it waited before
 * @param outputs object keys of what was produced
 * @param createdAt when it ended
 */
record InvocationLogView(
        String id,
        String abilityId,
        String provider,
        @Nullable String executorId,
        String userId,
        String taskId,
        String status,
        long durationMs,
        long queueMs,
        @Nullable String billingUnit,
        int units,
        @Nullable BigDecimal listPrice,
        @Nullable BigDecimal discountPrice,
        BigDecimal costAmount,
        @Nullable String currency,
        long points,
        @Nullable String traceId,
        JsonNode requestSummary,
        JsonNode responseSummary,
        List<String> outputs,
        @Nullable String errorCode,
        @Nullable String errorMessage,
        Instant createdAt) {}
