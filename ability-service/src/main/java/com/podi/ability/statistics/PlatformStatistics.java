package com.podi.ability.statistics;

import com.podi.ability.catalog.SystemStatistics;
import java.time.Clock;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The statistics of the whole platform. */
@Service
class PlatformStatistics implements SystemStatistics {

    private static final Usage.OfMonth QUIET = new Usage.OfMonth(0, 0);

    private final UsageQuery usage;
    private final Users users;
    private final StoredObjects objects;
    private final Clock clock;
    private final JsonMapper json;

    PlatformStatistics(UsageQuery usage, Users users, StoredObjects objects, Clock clock, JsonMapper json) {
        this.usage = usage;
        this.users = users;
        this.objects = objects;
        this.clock = clock;
        this.json = json;
    }

    /**
     * @param activeUsers had a login or a task within the last 30 days
     * @param totalProcessingTime in seconds
     * @param totalStorageUsed bytes that lie in the store now
     */
    record Figures(
            long totalUsers,
            long activeUsers,
            long totalTasks,
            long completedTasks,
            long failedTasks,
            long pendingTasks,
            long canceledTasks,
            long totalProcessingTime,
            long totalStorageUsed,
            Map<String, Long> actions,
            List<Month> monthlyStats) {}

    /** @param users who had a login or a task in that month */
    record Month(String month, long users, long tasks, long processingTime) {}

    @Override
    public JsonNode figures() {
        Usage calls = usage.ofAll();
        Users.Counts counts = users.counts(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        return json.valueToTree(new Figures(
                counts.all(),
                counts.active(),
                calls.totalTasks(),
                calls.completedTasks(),
                calls.failedTasks(),
                calls.pendingTasks(),
                calls.canceledTasks(),
                calls.totalProcessingTime(),
                objects.bytesOfAll(),
                calls.actions(),
                monthly(calls)));
    }

    private List<Month> monthly(Usage calls) {
        Map<YearMonth, Long> here = users.byMonth();
        TreeSet<YearMonth> months = new TreeSet<>(here.keySet());
        months.addAll(calls.months().keySet());
        return months.stream()
                .map(month -> {
                    Usage.OfMonth done = calls.months().getOrDefault(month, QUIET);
                    return new Month(
                            month.toString(), here.getOrDefault(month, 0L), done.tasks(), done.processingTime());
                })
                .toList();
    }
}
