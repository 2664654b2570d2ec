package com.podi.ability.statistics;

import com.podi.ability.statistics.Usage.Part;
import java.time.LocalDate;
import java.time.YearMonth;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Reads the roll-ups, and counts the tasks that have not ended yet. None lasts longer than 23 hours: what began before
 * yesterday has ended, and its end was not heard.
 */
@Repository
class UsageQuery {

    private static final String SQL = """
            select date_trunc('month', day)::date as month, action, status, sum(calls) as calls,
                   sum(duration_ms) as duration_ms, sum(output_bytes) as output_bytes
            from %1$s where status <> 'rejected' %2$s group by 1, 2, 3
            union all
            select date_trunc('month', queued_at at time zone 'UTC')::date, action, 'pending', count(*), 0, 0
            from invocations where ended_at is null and queued_at > now() - interval '24 hours' %2$s group by 1, 2
            """;

    private static final String OF_ABILITY = SQL.formatted("calls_by_day", "and ability_id = :id");
    private static final String OF_USER = SQL.formatted("calls_by_user", "and user_id = :id");
    private static final String OF_ALL = SQL.formatted("calls_by_day", "");

    private static final RowMapper<Part> PART = (row, number) -> new Part(
            YearMonth.from(row.getObject("month", LocalDate.class)),
            row.getString("action"),
            row.getString("status"),
            row.getLong("calls"),
            row.getLong("duration_ms"),
            row.getLong("output_bytes"));

    private final JdbcClient jdbc;

    UsageQuery(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Usage ofAbility(String abilityId) {
        return Usage.of(jdbc.sql(OF_ABILITY).param("id", abilityId).query(PART).list());
    }

    Usage ofUser(String userId) {
        return Usage.of(jdbc.sql(OF_USER).param("id", userId).query(PART).list());
    }

    Usage ofAll() {
        return Usage.of(jdbc.sql(OF_ALL).query(PART).list());
    }
}
