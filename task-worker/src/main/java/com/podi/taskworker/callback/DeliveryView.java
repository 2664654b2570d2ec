package com.podi.taskworker.callback;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A callback as its owner sees it.
 *
 * @param id also the {@code webhook-id} of every try
 * @param status {@code waiting}, {@code delivered}, {@code gone} (its target answered 410) or {@code exhausted}
 * @param target where it goes, without path and query
 * @param nextTryAt null when there is none, or one is under way
 * @param tries the latest ones, oldest first
 */
record DeliveryView(
        String id,
        String taskId,
        String type,
        String status,
        String target,
        int attempts,
        Instant createdAt,
        @Nullable Instant nextTryAt,
        @Nullable Instant endedAt,
        List<Try> tries) {

    /**
     * @param httpStatus what the target answered; null if it did not
     * @param reason why it did not: {@code not_allowed}, {@code unreachable}, {@code timeout}, {@code not_ready} or
     *     {@code lost}; null while it is under way
     */
    record Try(
            int attempt,
            Instant at,
            @Nullable Integer httpStatus,
            @Nullable String reason,
            @Nullable Long durationMs) {}

    static DeliveryView of(Deliveries.Row row) {
        return new DeliveryView(
                row.deliveryId(),
                row.taskId(),
                row.type(),
                row.status().word(),
                row.target(),
                row.attempt(),
                row.createdAt(),
                row.status() == DeliveryStatus.WAITING && !row.sending() ? row.dueAt() : null,
                row.endedAt(),
                row.tries().stream().map(one -> tryOf(row, one)).toList());
    }

    private static Try tryOf(Deliveries.Row row, Deliveries.Try one) {
        boolean underWay = row.sending() && one.attempt() == row.attempt();
        boolean lost = one.httpStatus() == null && one.reason() == null && !underWay;
        return new Try(
                one.attempt(),
                one.startedAt(),
                one.httpStatus(),
                lost ? Outcome.Reason.LOST.word() : one.reason(),
                one.durationMs());
    }
}
