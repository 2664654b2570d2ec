package com.podi.ability.log;

import com.podi.contracts.envelope.Page;
import com.podi.contracts.envelope.PageRequest;
import com.podi.contracts.envelope.Pagination;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Repository;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table {@code ability_invocation_logs}, as it is read: the newest calls first. */
@Repository
class LogPages {

    /** Whoever wants to see older ones says of which days. */
    static final int REACHED_BY_PAGES = 1_000_000;

    private static final Text TOO_FAR =
            new Text("只能翻阅前1000000条，请缩小时间范围", "only the first 1000000 can be paged through: name fewer days");
    private static final TypeReference<List<String>> KEYS = new TypeReference<>() {};

    private static final String BETWEEN = "created_at >= :from and created_at < :to";

    /** Skipping rows costs an index alone; only those on the page are fetched. */
    private static final String PAGE = """
            select l.* from (
                select created_at, id from ability_invocation_logs where %s
                order by created_at desc, id desc limit :limit offset :offset) page
            join ability_invocation_logs l using (created_at, id)
            order by created_at desc, id desc
            """;

    private static final String BEHIND = """
            select * from ability_invocation_logs
            where %s and created_at <= :afterTime and (created_at, id) < (:afterTime, :afterId)
            order by created_at desc, id desc limit :limit
            """;

    private static final String COUNT = "select count(*) from ability_invocation_logs where %s";

    /** Whole days are added up already; what is left at both ends is counted. */
    private static final String COUNT_BY_DAYS = """
            select (select coalesce(sum(calls), 0) from %s
                    where %s and day >= (select (kept_from at time zone 'UTC')::date from log_horizon))
                + (select count(*) from ability_invocation_logs where %s)
                + (select count(*) from ability_invocation_logs where %s)
            """;

    private final JdbcClient jdbc;
    private final RowMapper<InvocationLogView> rows;

    LogPages(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.rows = (row, number) -> new InvocationLogView(
                row.getString("id"),
                row.getString("ability_id"),
                row.getString("provider"),
                row.getString("executor_id"),
                row.getString("user_id"),
                row.getString("task_id"),
                row.getString("status"),
                row.getLong("duration_ms"),
                row.getLong("queue_ms"),
                row.getString("billing_unit"),
                row.getInt("units"),
                row.getBigDecimal("list_price"),
                row.getBigDecimal("discount_price"),
                row.getBigDecimal("cost_amount"),
                row.getString("currency"),
                row.getLong("points"),
                row.getString("trace_id"),
                json.readTree(row.getString("request_summary")),
                json.readTree(row.getString("response_summary")),
                json.readValue(row.getString("outputs"), KEYS),
                row.getString("error_code"),
                row.getString("error_message"),
                row.getTimestamp("created_at").toInstant());
    }

    boolean isInCatalogue(String abilityId) {
        return jdbc.sql("select exists (select from abilities where id = ?)")
                .param(abilityId)
                .query(Boolean.class)
                .single();
    }

    List<InvocationLogView> newest(String abilityId, int limit) {
        return jdbc.sql("""
                        select * from ability_invocation_logs where ability_id = ?
                        order by created_at desc, id desc limit ?
                        """).params(abilityId, limit).query(rows).list();
    }

    Page<InvocationLogView> page(LogFilter filter, PageRequest request) {
        if (request.offset() >= REACHED_BY_PAGES) {
            throw ErrorCode.BAD_PARAMETER.at("page", TOO_FAR);
        }
        Map<String, String> columns = filter.columns();
        List<InvocationLogView> items = between(
                        PAGE.formatted(LogFilter.where(columns, BETWEEN)), columns, filter.first(), filter.last())
                .param("limit", request.pageSize())
                .param("offset", request.offset())
                .query(rows)
                .list();
        return new Page<>(items, Pagination.of(request, count(filter)));
    }

    /** The next rows of a long reading, which keeps no connection and no transaction meanwhile. */
    List<InvocationLogView> behind(LogFilter filter, @Nullable InvocationLogView last, int limit) {
        Map<String, String> columns = filter.columns();
        return between(BEHIND.formatted(LogFilter.where(columns, BETWEEN)), columns, filter.first(), filter.last())
                .param("afterTime", Timestamp.from(last == null ? filter.last() : last.createdAt()))
                .param("afterId", last == null ? "" : last.id())
                .param("limit", limit)
                .query(rows)
                .list();
    }

    private long count(LogFilter filter) {
        Map<String, String> columns = filter.columns();
        Instant from = filter.first();
        Instant to = filter.last();
        Instant firstDay = from.truncatedTo(ChronoUnit.DAYS).equals(from)
                ? from
                : from.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        Instant lastDay = to.truncatedTo(ChronoUnit.DAYS);
        Optional<String> sums = sumsOf(filter);
        if (sums.isEmpty() || !firstDay.isBefore(lastDay)) {
            return between(COUNT.formatted(LogFilter.where(columns, BETWEEN)), columns, from, to)
                    .query(Long.class)
                    .single();
        }
        String days = "day >= (:firstDay at time zone 'UTC')::date and day < (:lastDay at time zone 'UTC')::date";
        return between(
                        COUNT_BY_DAYS.formatted(
                                sums.get(),
                                LogFilter.where(columns, days),
                                LogFilter.where(columns, "created_at >= :from and created_at < :firstDay"),
                                LogFilter.where(columns, "created_at >= :lastDay and created_at < :to")),
                        columns,
                        from,
                        to)
                .param("firstDay", Timestamp.from(firstDay))
                .param("lastDay", Timestamp.from(lastDay))
                .query(Long.class)
                .single();
    }

    /** Those that know all that the filter names. */
    private static Optional<String> sumsOf(LogFilter filter) {
        if (filter.traceId() != null) {
            return Optional.empty();
        }
        if (filter.userId() == null) {
            return Optional.of("calls_by_day");
        }
        return filter.provider() == null && filter.executorId() == null
                ? Optional.of("calls_by_user")
                : Optional.empty();
    }

    private StatementSpec between(String sql, Map<String, String> columns, Instant from, Instant to) {
        return jdbc.sql(sql).params(columns).param("from", Timestamp.from(from)).param("to", Timestamp.from(to));
    }
}
