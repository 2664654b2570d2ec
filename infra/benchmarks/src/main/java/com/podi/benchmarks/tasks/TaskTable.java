package com.podi.benchmarks.tasks;

import com.podi.testsupport.Database;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Tasks without the calls that would have made them, and what only the server's own user may do. */
final class TaskTable implements AutoCloseable {

    private static final String SUPERUSER = "postgres";
    private static final int AT_ONCE = 250_000;

    private final Connection connection;
    private long written;

    TaskTable(Database database) {
        try {
            connection = DriverManager.getConnection(database.jdbcUrl(), SUPERUSER, database.password());
            execute("set synchronous_commit = off");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Connection connection() {
        return connection;
    }

    void limit(String lane, int maxConcurrency) {
        execute("insert into lanes (lane, max_concurrency) values ('%s', %d) on conflict do nothing"
                .formatted(lane, maxConcurrency));
    }

    /** Tasks that may start at once, of users who are called alike and numbered. */
    void queue(String lane, String user, int users, long count, long workMs) {
        insert(
                "queued",
                "queued_at",
                "at",
                lane,
                user,
                users,
                count,
                NoOp.JSON.writeValueAsString(NoOp.plan(NoOp.inputs(workMs))));
    }

    /** What was done long ago; nobody looks at the plans of those. */
    void complete(String lane, String user, int users, long count) {
        insert(
                "completed",
                "queued_at, started_at, finished_at, attempt, progress, result",
                "at, at, at, 1, 100, '{\"images\": [], \"durationMs\": 1}'",
                lane,
                user,
                users,
                count,
                "{}");
    }

    private void insert(
            String status,
            String columns,
            String values,
            String lane,
            String user,
            int users,
            long count,
            String plan) {
        String sql = """
                insert into tasks (task_id, user_id, ability_id, action, plan, images, metadata, points, log_id, status,
                                   status_sequence, lane, created_at, due_at, deadline_at, %s)
                select 'task_' || lpad(n::text, 26, '0'), ? || n %% ?, ?, 'noop', ?::jsonb, '[]', '{}', 0, 'log_' || n,
                       ?, 1, ?, at, at, at + interval '23 hours', %s
                from generate_series(?::bigint, ?::bigint) n,
                     lateral (select now() - interval '1 hour' + n * interval '50 microseconds' as at) as submitted
                """.formatted(columns, values);
        try (PreparedStatement insert = connection.prepareStatement(sql)) {
            for (long left = count; left > 0; left -= AT_ONCE) {
                long last = written + Math.min(left, AT_ONCE);
                insert.setString(1, user);
                insert.setInt(2, users);
                insert.setString(3, NoOp.ABILITY);
                insert.setString(4, plan);
                insert.setString(5, status);
                insert.setString(6, lane);
                insert.setLong(7, written + 1);
                insert.setLong(8, last);
                insert.executeUpdate();
                written = last;
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As it would be some time after so many rows were written. */
    void settle() {
        execute("vacuum analyze tasks");
        execute("checkpoint");
    }

    /** What is written next is written soon after a checkpoint, as most of what a queue works on is. */
    void forgetAll() {
        execute("truncate tasks, lane_turns cascade");
        execute("checkpoint");
    }

    void analyze() {
        execute("analyze tasks");
    }

    long count(String condition) {
        return Long.parseLong(value("select count(*) from tasks where " + condition));
    }

    String value(String query) {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(query, e);
        }
    }

    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
