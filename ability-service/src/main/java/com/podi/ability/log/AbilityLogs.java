package com.podi.ability.log;

import com.podi.ability.statistics.TaskStatistics;
import java.util.List;
import java.util.Map;

/** The newest calls of an ability, and what all of them add up to. */
record AbilityLogs(
        List<InvocationLogView> items,
        long totalTasks,
        long completedTasks,
        long failedTasks,
        long pendingTasks,
        long canceledTasks,
        long totalProcessingTime,
        long storageUsed,
        Map<String, Long> actions,
        List<TaskStatistics.Month> monthlyStats) {

    AbilityLogs(List<InvocationLogView> items, TaskStatistics all) {
        this(
                items,
                all.totalTasks(),
                all.completedTasks(),
                all.failedTasks(),
                all.pendingTasks(),
                all.canceledTasks(),
                all.totalProcessingTime(),
                all.storageUsed(),
                all.actions(),
                all.monthlyStats());
    }
}
