package com.podi.wallet.reconciliation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.RowMapperResultSetExtractor;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds up the whole ledger and compares it with accounts, holds and roll-ups. */
@Service
class Reconciliation {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
    private static final String METRIC = "podi.wallet.discrepancies";
    private static final RowMapper<Discrepancy> ROW = new DataClassRowMapper<>(Discrepancy.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String brokenRules = read("broken-rules.sql");
    private volatile @Nullable ReconciliationReport last;

    Reconciliation(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        Gauge.builder(METRIC, this, Reconciliation::lastCount)
                .description("Rules that accounts were found to break; NaN until all were looked at")
                .register(metrics);
    }

    /** A look that began after this call: who had to wait for another look may share the next one. */
    ReconciliationReport report() {
        Instant asked = clock.instant();
        synchronized (this) {
            ReconciliationReport before = last;
            if (before != null && before.at().isAfter(asked)) {
                return before;
            }
            try {
                last = look();
            } catch (RuntimeException failure) {
                // An old report would go on saying that all is well.
                last = null;
                throw failure;
            }
            return last;
        }
    }

    private ReconciliationReport look() {
        Instant begin = clock.instant();
        List<Discrepancy> discrepancies = transaction.execute(status -> discrepancies());
        discrepancies.forEach(found -> log.error(
                "account off: user={} rule='{}' expected={} actual={}",
                found.userId(),
                found.rule(),
                found.expected(),
                found.actual()));
        long[] counts =
                jdbc.queryForObject("select count(*), coalesce(sum(entry_count), 0) from accounts", (row, number) ->
                        new long[] {row.getLong(1), row.getLong(2)});
        return new ReconciliationReport(
                discrepancies.isEmpty(),
                counts[0],
                counts[1],
                discrepancies,
                begin,
                Duration.between(begin, clock.instant()).toMillis());
    }

    private List<Discrepancy> discrepancies() {
        return jdbc.execute((ConnectionCallback<List<Discrepancy>>) connection -> {
            // A large ledger takes longer to add up than any other answer may take, and is best read from end to end.
            connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "set local enable_seqscan = on; set local enable_hashjoin = on; set local enable_mergejoin = on");
                return new RowMapperResultSetExtractor<>(ROW).extractData(statement.executeQuery(brokenRules));
            }
        });
    }

    private double lastCount() {
        ReconciliationReport report = last;
        return report == null ? Double.NaN : report.discrepancies().size();
    }

    private static String read(String resource) {
        try {
            return new ClassPathResource(resource, Reconciliation.class).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
