package com.podi.benchmarks.path;

import com.podi.benchmarks.Pause;
import com.podi.benchmarks.load.Load;
import com.podi.benchmarks.load.Wire;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Tasks are submitted for a while, by clients that wait for the answer but not for the task; then all of them end. */
final class WholePath {

    private static final String SUBMIT = "{\"abilityId\":\"" + IdleTool.ABILITY + "\"}";
    private static final String INVOKE = "/api/abilities/" + IdleTool.ABILITY + "/invoke";
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int CREATED = 201;
    private static final int TOO_MANY = 429;
    private static final long PAUSE_WHEN_FULL_MS = 50;
    private static final long LOOK_EVERY_MS = 100;

    private static final String LEFT = """
            select (select count(*) from tasks where status = 'pending') + (select count(*) from tasks where status = 'queued')
                 + (select count(*) from tasks where status = 'running')
                 + (select count(*) from settlements where state = 'OPEN')
            """;
    private static final String DONE = """
            select count(*) as all_of_them,
                   count(*) filter (where t.status = 'completed' and s.decision = 'CONFIRM' and s.points = %d
                                      and s.state = 'DONE') as settled,
                   max(s.settled_at) as last_settled_at
            from tasks t left join settlements s using (task_id)
            where t.created_at >= ?
            """.formatted(IdleTool.POINTS);

    private final TestedSuite suite;
    private final Customers customers;
    private final int connections;

    WholePath(TestedSuite suite, Customers customers, int connections) {
        this.suite = suite;
        this.customers = customers;
        this.connections = connections;
    }

    /**
     * @param tasks that were submitted, completed, charged and settled
     * @param seconds from the first submit to the last settlement
     * @param submits as the clients saw them
     * @param drain how long tasks ended and were settled after the last submit
     * @param refused how often a client was told that too many wait, and tried again
     */
    record Result(long tasks, double seconds, Load.Result submits, Duration drain, long refused) {

        double perSecond() {
            return tasks / seconds;
        }
    }

    Result run(Duration duration) {
        AtomicLong refused = new AtomicLong();
        // As the database's clock, which is the same machine's.
        Instant began = Instant.now();
        Load.Result submits = Load.run(connections, duration, number -> submitter(customers.token(number), refused));
        Instant submitted = Instant.now();
        try (Connection connection = TestedSuite.connect(suite.databaseOf("task-worker"))) {
            awaitNone(connection, LEFT);
            return result(connection, began, submitted, submits, refused.get());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private Load.Loop submitter(String token, AtomicLong refused) {
        Wire wire = new Wire(suite.gatewayPort());
        return () -> {
            Wire.Answer answer = wire.post("/api/ability-tasks", token, SUBMIT);
            while (answer.status() == TOO_MANY) {
                refused.incrementAndGet();
                Pause.ms(PAUSE_WHEN_FULL_MS);
                answer = wire.post("/api/ability-tasks", token, SUBMIT);
            }
            if (answer.status() != CREATED) {
                throw new IllegalStateException(answer + System.lineSeparator() + suite.complaints("task-worker"));
            }
        };
    }

    private static Result result(
            Connection connection, Instant began, Instant submitted, Load.Result submits, long refused)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(DONE)) {
            query.setTimestamp(1, Timestamp.from(began));
            try (ResultSet row = query.executeQuery()) {
                row.next();
                long settled = row.getLong("settled");
                if (settled != submits.count() || settled != row.getLong("all_of_them")) {
                    throw new IllegalStateException("%d tasks were submitted, %d are there, %d completed and settled"
                            .formatted(submits.count(), row.getLong("all_of_them"), settled));
                }
                Instant last = row.getTimestamp("last_settled_at").toInstant();
                return new Result(
                        settled,
                        Duration.between(began, last).toNanos() / 1e9,
                        submits,
                        Duration.between(submitted, last),
                        refused);
            }
        }
    }

    /** How long it takes, from now on, until what happened is known to everybody: the events are sent and the calls logged. */
    Duration awaitNews() {
        long began = System.nanoTime();
        awaitNone("task-worker", "select count(*) from outbox_record");
        long tasks = count("task-worker", "select count(*) from tasks");
        awaitNone(
                "ability-service",
                "select %d - count(*) from ability_invocation_logs where ability_id = '%s'"
                        .formatted(tasks, IdleTool.ABILITY));
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** A lone client that waits for the result each time. */
    Load.Result invoke(Duration duration) {
        Wire wire = new Wire(suite.gatewayPort());
        String token = customers.token(0);
        return Load.run(1, duration, number -> () -> {
            String answer = wire.post(INVOKE, token, "{}").ok();
            if (!answer.contains("\"completed\"")) {
                throw new IllegalStateException(answer);
            }
        });
    }

    private void awaitNone(String service, String query) {
        suite.inDatabaseOf(service, statement -> awaitNone(statement.getConnection(), query));
    }

    private static void awaitNone(Connection connection, String query) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (long left = count(statement); left > 0; left = count(statement)) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("%d left after %s: %s".formatted(left, PATIENCE, query));
                }
                Pause.ms(LOOK_EVERY_MS);
            }
        }
    }

    private long count(String service, String query) {
        AtomicLong count = new AtomicLong();
        suite.inDatabaseOf(service, statement -> {
            try (PreparedStatement prepared = statement.getConnection().prepareStatement(query)) {
                count.set(count(prepared));
            }
        });
        return count.get();
    }

    private static long count(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
