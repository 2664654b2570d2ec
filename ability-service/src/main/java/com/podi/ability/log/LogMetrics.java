package com.podi.ability.log;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;

/**
 * How the calls of the last hours have fared: of a few from what is kept by the hour, of many from what is kept by the day,
 * and the begun day at their start by the hour. Both are written with the call, so that all but percentiles is exact.
 */
@Repository
class LogMetrics {

    /** No longer than the roll-up by the hour is kept. */
    static final int LONGEST_WINDOW = 31 * 24;

    private static final int LONGEST_BY_HOUR = 48;
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    /** Each call is in three sums: of its ability, of its executor and of its time. */
    private static final String BY_HOUR = """
            select ability_id, executor_id, hour as at, status, currency, bucket,
                   sum(calls) as calls, sum(cost_amount) as cost_amount, sum(points) as points
            from calls_by_hour where hour >= :from
            group by status, currency, bucket, grouping sets ((ability_id), (executor_id), (hour))
            """;

    private static final String BY_DAY = """
            select case dimension when 'ability' then name end as ability_id,
                   case dimension when 'executor' then name end as executor_id, at, status, currency, bucket,
                   sum(calls) as calls, sum(cost_amount) as cost_amount, sum(points) as points
            from (
                select day::timestamp at time zone 'UTC' as at, dimension, name, status, currency, bucket, calls,
                       cost_amount, points
                from calls_by_size where day >= (:midnight at time zone 'UTC')::date
                union all
                select cast(:from as timestamptz), k.dimension, k.name, status, currency, bucket, calls, cost_amount, points
                from calls_by_hour
                cross join lateral (values ('ability', ability_id), ('executor', executor_id)) k (dimension, name)
                where hour >= :from and hour < :midnight and k.name <> '') parts
            group by dimension, status, currency, bucket, grouping sets ((name), (at))
            having dimension = 'ability' or name is not null
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    LogMetrics(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param from the beginning of an hour; the hour that has begun counts besides those of the window
     * @param stepHours how long each part of the series is; those of 24 hours are days (UTC), and the first one has begun
     * @param executors the calls that had one
     */
    record Report(
            int windowHours,
            Instant from,
            Instant to,
            long stepHours,
            CallMetrics total,
            List<OfAbility> abilities,
            List<OfExecutor> executors,
            List<OfTime> series) {}

    record OfAbility(String abilityId, @JsonUnwrapped CallMetrics metrics) {}

    record OfExecutor(String executorId, @JsonUnwrapped CallMetrics metrics) {}

    /** @param at the beginning of this part of the series */
    record OfTime(Instant at, @JsonUnwrapped CallMetrics metrics) {}

    Report report(int windowHours) {
        Instant now = clock.instant();
        Instant from = now.truncatedTo(ChronoUnit.HOURS).minus(windowHours, ChronoUnit.HOURS);
        boolean byHour = windowHours <= LONGEST_BY_HOUR;
        Duration step = byHour ? HOUR : DAY;
        Instant midnight = midnightFrom(from);
        Tally total = new Tally();
        Map<String, Tally> abilities = new TreeMap<>();
        Map<String, Tally> executors = new TreeMap<>();
        Map<Instant, Tally> series = new TreeMap<>(Map.of(from, new Tally()));
        for (Instant at = byHour ? from : midnight; !at.isAfter(now); at = at.plus(step)) {
            series.put(at, new Tally());
        }
        StatementSpec query = byHour ? jdbc.sql(BY_HOUR) : jdbc.sql(BY_DAY).param("midnight", Timestamp.from(midnight));
        query.param("from", Timestamp.from(from)).query(row -> {
            Tally.Calls calls = calls(row);
            String ability = row.getString("ability_id");
            String executor = row.getString("executor_id");
            if (ability != null) {
                of(ability, abilities).add(calls);
                total.add(calls);
            } else if (executor != null) {
                of(executor, executors).add(calls);
            } else {
                of(row.getTimestamp("at").toInstant(), series).add(calls);
            }
        });
        executors.remove("");
        return new Report(
                windowHours,
                from,
                now,
                step.toHours(),
                total.metrics(),
                list(abilities, OfAbility::new),
                list(executors, OfExecutor::new),
                list(series, OfTime::new));
    }

    private static Instant midnightFrom(Instant from) {
        Instant midnight = from.truncatedTo(ChronoUnit.DAYS);
        return midnight.equals(from) ? from : midnight.plus(DAY);
    }

    private static <K> Tally of(K key, Map<K, Tally> tallies) {
        return tallies.computeIfAbsent(key, unused -> new Tally());
    }

    private static Tally.Calls calls(ResultSet row) throws SQLException {
        return new Tally.Calls(
                row.getString("status"),
                row.getString("currency"),
                row.getInt("bucket"),
                row.getLong("calls"),
                row.getBigDecimal("cost_amount"),
                row.getLong("points"));
    }

    private static <K, V> List<V> list(Map<K, Tally> tallies, BiFunction<K, CallMetrics, V> view) {
        return tallies.entrySet().stream()
                .map(entry -> view.apply(entry.getKey(), entry.getValue().metrics()))
                .toList();
    }
}
