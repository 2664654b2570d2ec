package com.podi.ability.log;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up calls, with the durations of the completed ones by their size. */
final class Tally {

    private static final String COMPLETED = "completed";
    private static final double BUCKETS_PER_DOUBLING = 4;

    private final Map<String, Long> byStatus = new HashMap<>();
    private final TreeMap<Integer, Long> durations = new TreeMap<>();
    private final Map<String, BigDecimal> cost = new TreeMap<>();
    private long points;

    /** @param bucket the size of their durations, four for every doubling */
    record Calls(String status, String currency, int bucket, long count, BigDecimal cost, long points) {}

    void add(Calls calls) {
        byStatus.merge(calls.status(), calls.count(), Long::sum);
        if (calls.status().equals(COMPLETED)) {
            durations.merge(calls.bucket(), calls.count(), Long::sum);
        }
        if (!calls.currency().isEmpty()) {
            cost.merge(calls.currency(), calls.cost(), BigDecimal::add);
        }
        points += calls.points();
    }

    CallMetrics metrics() {
        long completed = count(COMPLETED);
        long failed = count("failed");
        return new CallMetrics(
                byStatus.values().stream().mapToLong(Long::longValue).sum(),
                completed,
                failed,
                count("canceled"),
                count("rejected"),
                completed + failed == 0 ? null : Double.valueOf(completed / (double) (completed + failed)),
                percentile(50),
                percentile(95),
                cost,
                points);
    }

    private long count(String status) {
        return byStatus.getOrDefault(status, 0L);
    }

    private @Nullable Long percentile(int percent) {
        long all = count(COMPLETED);
        long rank = -Math.floorDiv(-all * percent, 100);
        long below = 0;
        for (Map.Entry<Integer, Long> bucket : durations.entrySet()) {
            if (below + bucket.getValue() >= rank) {
                double share = (rank - below - 0.5) / bucket.getValue();
                return Math.round(Math.pow(2, (bucket.getKey() + share) / BUCKETS_PER_DOUBLING));
            }
            below += bucket.getValue();
        }
        return null;
    }
}
