package com.podi.benchmarks.logs;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * Calls of a whole year, evenly spread over abilities, providers and executors; a third of them are one user's. The database
 * adds them to the roll-ups as it does with every row.
 */
final class LogTable {

    static final int ABILITIES = 20;
    static final int PROVIDERS = 4;
    static final int EXECUTORS = 8;
    static final int USERS = 10_000;
    static final String HEAVY_USER = "user0";

    /** Of an ability that often runs, but elsewhere, and an executor that often runs others. */
    static final String RARE_ABILITY = "ability0";

    static final String RARE_PROVIDER = "provider0";
    static final String RARE_EXECUTOR = "executor1";

    private static final int ROWS_AT_ONCE = 50_000;
    private static final int MONTHS = 12;

    private static final String ROWS = """
            insert into ability_invocation_logs (
                id, task_id, ability_id, provider, action, executor_id, user_id, status, duration_ms, queue_ms,
                billing_unit, units, list_price, cost_amount, currency, points, trace_id, request_summary,
                response_summary, outputs, output_bytes, error_code, error_message, created_at)
            select 'log_' || lpad(n::text, 26, '0'), 'task_' || lpad(n::text, 26, '0'), 'ability' || n %% %3$d,
                   'provider' || n %% %4$d, 'action' || n %% 10,
                   'executor' || case when n %% greatest(%7$d / 4, 1) = 0 then 1 else n %% %5$d end,
                   'user' || case when n %% 3 = 0 then 0 else abs(hashint8(n)) %% %6$d end, s.status, 500 + (20000 * random() * random())::bigint, 20,
                   'per_image', 1, 0.1, case when s.status = 'completed' then 0.1 else 0 end, 'CNY',
                   case when s.status = 'completed' then 10 else 0 end, md5(n::text),
                   '{"scale": 2, "prompt": "a picture of what the customer had in mind"}',
                   '{"outputs": 1, "bytes": 1000000}', jsonb_build_array('results/task_' || n || '/1.png'), 1000000,
                   case when s.status = 'failed' then 'EXECUTOR_ERROR' end,
                   case when s.status = 'failed' then '执行节点处理失败' end,
                   now() - interval '365 days' * (1 - n / %7$d::float8)
            from generate_series(%1$d, %2$d) n
            cross join lateral (select case when n %% 50 = 0 then 'failed' when n %% 77 = 0 then 'canceled'
                                            when n %% 99 = 0 then 'rejected' else 'completed' end as status) s
            """;

    /** What is under way, and a few of which nobody will ever hear the end. */
    private static final String PENDING = """
            insert into invocations (call_id, user_id, ability_id, action, queued_at)
            select 'pending' || n, 'user' || n, 'ability' || n % 20, 'action' || n % 10, now() - n * interval '1 minute'
            from generate_series(1, 2000) n
            """;

    private static final String STORED = """
            with objects as (
                insert into stored_objects select 'object' || n, 'user' || n %% %1$d, 100000, false
                from generate_series(1, 10 * %1$d) n returning user_id, size_bytes)
            insert into storage_by_user select user_id, sum(size_bytes) from objects group by 1
            """;

    private final Statement statement;

    LogTable(Connection connection) throws SQLException {
        this.statement = connection.createStatement();
    }

    void fill(long rows) throws SQLException {
        YearMonth present = YearMonth.now(ZoneOffset.UTC);
        for (int age = 0; age <= MONTHS; age++) {
            statement.execute("select provide_log_partition('%s-01')".formatted(present.minusMonths(age)));
        }
        for (long first = 1; first <= rows; first += ROWS_AT_ONCE) {
            statement.execute(ROWS.formatted(
                    first, Math.min(rows, first + ROWS_AT_ONCE - 1), ABILITIES, PROVIDERS, EXECUTORS, USERS, rows));
        }
        statement.execute("delete from calls_by_hour where hour < now() - interval '32 days'");
        statement.execute("delete from calls_by_size where day < now() - interval '33 days'");
        statement.execute(PENDING);
        statement.execute(STORED.formatted(USERS));
        statement.execute("vacuum analyze");
    }

    long rows() throws SQLException {
        try (ResultSet count = statement.executeQuery("select sum(calls) from calls_by_day")) {
            count.next();
            return count.getLong(1);
        }
    }
}
