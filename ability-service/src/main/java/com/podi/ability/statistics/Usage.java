package com.podi.ability.statistics;

import java.time.YearMonth;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What calls add up to; refused ones never became tasks and do not count.
 *
 * @param totalProcessingTime in seconds
 * @param actions calls by action, the most frequent first
 * @param months oldest first
 */
record Usage(
        long totalTasks,
        long completedTasks,
        long failedTasks,
        long pendingTasks,
        long canceledTasks,
        long totalProcessingTime,
        long outputBytes,
        Map<String, Long> actions,
        Map<YearMonth, OfMonth> months) {

    private static final double MS_PER_SECOND = 1_000;

    /** @param processingTime in seconds */
    record OfMonth(long tasks, long processingTime) {}

    /** Calls of one month, action and status; {@code pending} is one of them. */
    record Part(YearMonth month, String action, String status, long calls, long durationMs, long outputBytes) {

        private static Part sum(Part one, Part other) {
            return new Part(
                    one.month,
                    one.action,
                    one.status,
                    one.calls + other.calls,
                    one.durationMs + other.durationMs,
                    one.outputBytes + other.outputBytes);
        }

        private long seconds() {
            return Math.round(durationMs / MS_PER_SECOND);
        }
    }

    static Usage of(List<Part> parts) {
        Map<String, Part> byStatus =
                parts.stream().collect(Collectors.toMap(Part::status, part -> part, Part::sum, TreeMap::new));
        Map<YearMonth, OfMonth> months = new TreeMap<>();
        parts.stream()
                .collect(Collectors.toMap(Part::month, part -> part, Part::sum, TreeMap::new))
                .forEach((month, part) -> months.put(month, new OfMonth(part.calls(), part.seconds())));
        return new Usage(
                parts.stream().mapToLong(Part::calls).sum(),
                calls(byStatus, "completed"),
                calls(byStatus, "failed"),
                calls(byStatus, "pending"),
                calls(byStatus, "canceled"),
                Math.round(parts.stream().mapToLong(Part::durationMs).sum() / MS_PER_SECOND),
                parts.stream().mapToLong(Part::outputBytes).sum(),
                actions(parts),
                months);
    }

    private static long calls(Map<String, Part> byStatus, String status) {
        Part part = byStatus.get(status);
        return part == null ? 0 : part.calls();
    }

    private static Map<String, Long> actions(List<Part> parts) {
        Map<String, Long> calls =
                parts.stream().collect(Collectors.groupingBy(Part::action, Collectors.summingLong(Part::calls)));
        List<Map.Entry<String, Long>> entries = new ArrayList<>(calls.entrySet());
        entries.sort(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        Map<String, Long> actions = new LinkedHashMap<>();
        entries.forEach(entry -> actions.put(entry.getKey(), entry.getValue()));
        return actions;
    }
}
