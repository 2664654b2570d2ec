package com.podi.ability.statistics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Service;

/** Adds up the whole log anew, day after day, and compares it with what is kept added up; one replica at a time. */
@Service
class Reconciliation {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int MOST_NAMED = 1_000;
    private static final String LOCK = "hashtext('statistics are reconciled')";

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private final String days = read("days.sql");
    private final String differencesOfDay = read("differences-of-day.sql");
    private final String differencesOfUsers = read("differences-of-users.sql");
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile @Nullable ReconciliationReport last;
    private volatile Instant lastDone;

    Reconciliation(JdbcTemplate jdbc, Clock clock, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.lastDone = clock.instant();
        Gauge.builder("podi.ability.statistics.differences", this, Reconciliation::differences)
                .description(
                        "Figures that were found to be kept otherwise than the log adds up to; NaN until it was added up")
                .register(metrics);
        TimeGauge.builder(
                        "podi.ability.statistics.reconciliation.age",
                        this,
                        TimeUnit.SECONDS,
                        Reconciliation::ageSeconds)
                .description("Time since the log was added up; before the first time, since the start")
                .register(metrics);
    }

    /** A look that began after this call: who had to wait for another look may share the next one. */
    ReconciliationReport report() {
        Instant asked = clock.instant();
        oneAtATime.lock();
        try {
            ReconciliationReport before = last;
            return before != null && before.at().isAfter(asked) ? before : look();
        } finally {
            oneAtATime.unlock();
        }
    }

    private ReconciliationReport look() {
        Instant begin = clock.instant();
        // An old report would go on saying that all is well if this look fails.
        last = null;
        Look look = jdbc.execute((ConnectionCallback<Look>) this::lookThrough);
        look.named()
                .forEach(difference -> log.error(
                        "statistics off: {} {} expected='{}' actual='{}'",
                        difference.rollUp(),
                        difference.figure(),
                        difference.expected(),
                        difference.actual()));
        ReconciliationReport report = new ReconciliationReport(
                look.all() == 0,
                look.logs(),
                look.all(),
                look.named(),
                begin,
                Duration.between(begin, clock.instant()).toMillis());
        last = report;
        lastDone = clock.instant();
        return report;
    }

    private record Look(long logs, long all, List<Difference> named) {}

    private Look lookThrough(Connection connection) throws SQLException {
        int patience = connection.getNetworkTimeout();
        // A large day takes longer to add up, or another replica to come to its end, than any other answer may take.
        connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_lock(" + LOCK + ")");
            try {
                return look(JdbcClient.create(new SingleConnectionDataSource(connection, true)));
            } finally {
                statement.execute("select pg_advisory_unlock(" + LOCK + ")");
            }
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, patience);
            }
        }
    }

    private Look look(JdbcClient client) {
        Found found = new Found();
        for (LocalDate day : client.sql(days).query(LocalDate.class).list()) {
            client.sql(differencesOfDay)
                    .param("day", day)
                    .param("begin", begin(day))
                    .param("end", begin(day.plusDays(1)))
                    .query(found);
        }
        client.sql(differencesOfUsers).query(found);
        long logs = client.sql("""
                        select coalesce(sum(calls), 0) from calls_by_day, log_horizon
                        where day >= (kept_from at time zone 'UTC')::date
                        """).query(Long.class).single();
        return new Look(logs, found.all, found.named);
    }

    private static Timestamp begin(LocalDate day) {
        return Timestamp.from(day.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /** However many there are, only the first of them are kept. */
    private static final class Found implements ResultSetExtractor<Found> {

        private final List<Difference> named = new ArrayList<>();
        private long all;

        @Override
        public Found extractData(ResultSet row) throws SQLException {
            for (boolean isFirst = true; row.next(); isFirst = false) {
                all += isFirst ? row.getLong("all_of_them") : 0;
                if (named.size() < MOST_NAMED) {
                    named.add(new Difference(
                            row.getString("roll_up"),
                            row.getString("figure"),
                            row.getString("expected"),
                            row.getString("actual")));
                }
            }
            return this;
        }
    }

    private double differences() {
        ReconciliationReport report = last;
        return report == null ? Double.NaN : report.differences();
    }

    private double ageSeconds() {
        return Duration.between(lastDone, clock.instant()).toMillis() / 1_000.0;
    }

    private static String read(String resource) {
        try {
            return new ClassPathResource(resource, Reconciliation.class).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
