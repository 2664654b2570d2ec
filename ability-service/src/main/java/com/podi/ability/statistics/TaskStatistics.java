package com.podi.ability.statistics;

import java.util.List;
import java.util.Map;

/**
 * What an ability or a user has done.
 *
 * @param totalTasks completed, failed, pending and canceled ones
 * @param pendingTasks queued, running or waiting for their pictures, of the last 24 hours: no task takes longer
 * @param totalProcessingTime in seconds
 * @param storageUsed in bytes: of an ability all that it ever produced, of a user what lies in the store now
 * @param actions tasks by action, the most frequent first
 * @param monthlyStats months (UTC) with tasks, oldest first
 */
public record TaskStatistics(
        long totalTasks,
        long completedTasks,
        long failedTasks,
        long pendingTasks,
        long canceledTasks,
        long totalProcessingTime,
        long storageUsed,
        Map<String, Long> actions,
        List<Month> monthlyStats) {

    /**
     * @param month such as {@code 2026-01}
     * @param processingTime in seconds
     */
    public record Month(String month, long tasks, long processingTime) {}

    static TaskStatistics of(Usage usage, long storageUsed) {
        return new TaskStatistics(
                usage.totalTasks(),
                usage.completedTasks(),
                usage.failedTasks(),
                usage.pendingTasks(),
                usage.canceledTasks(),
                usage.totalProcessingTime(),
                storageUsed,
                usage.actions(),
                usage.months().entrySet().stream()
                        .map(month -> new Month(
                                month.getKey().toString(),
                                month.getValue().tasks(),
                                month.getValue().processingTime()))
                        .toList());
    }
}
