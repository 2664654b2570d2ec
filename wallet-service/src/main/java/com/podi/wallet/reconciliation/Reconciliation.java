package com.podi.wallet.reconciliation;

import com.podi.wallet.database.Away;
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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds up the whole ledger and compares it with accounts, holds and roll-ups. */
@Service
class Reconciliation implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration ASKED_EVERY = Duration.ofSeconds(1);

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final String brokenRules = read("broken-rules.sql");
    private final ExecutorService oneAtATime = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "reconciliation");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable ReconciliationReport last;
    private volatile Instant lastDone;

    Reconciliation(JdbcTemplate jdbc, TransactionTemplate transaction, Clock clock, MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
        this.lastDone = clock.instant();
        Gauge.builder("podi.wallet.discrepancies", this, Reconciliation::rulesBroken)
                .description("Rules that accounts were found to break; NaN until all were looked at")
                .register(metrics);
        Gauge.builder("podi.wallet.accounts.off", this, Reconciliation::accountsOff)
                .description("Accounts that were found to break a rule; NaN until all were looked at")
                .register(metrics);
        TimeGauge.builder("podi.wallet.reconciliation.age", this, TimeUnit.SECONDS, Reconciliation::ageSeconds)
                .description("Time since all accounts were looked at; before the first time, since the start")
                .register(metrics);
    }

    /**
     * A look that began after this call: who had to wait for another look may share the next one. However long it takes,
     * who waits for it hears within seconds that the database is away.
     */
    ReconciliationReport report() {
        Instant asked = clock.instant();
        mustBeThere();
        CompletableFuture<ReconciliationReport> report =
                CompletableFuture.supplyAsync(() -> lastOrLook(asked), oneAtATime);
        while (true) {
            try {
                return report.get(ASKED_EVERY.toMillis(), TimeUnit.MILLISECONDS);
            } catch (TimeoutException notYet) {
                mustBeThere();
            } catch (ExecutionException failed) {
                throw failed.getCause() instanceof RuntimeException cause ? cause : new CompletionException(failed);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw Away.noAnswer();
            }
        }
    }

    private void mustBeThere() {
        jdbc.execute("select 1");
    }

    private ReconciliationReport lastOrLook(Instant asked) {
        ReconciliationReport before = last;
        if (before != null && before.at().isAfter(asked)) {
            return before;
        }
        try {
            ReconciliationReport report = look();
            last = report;
            lastDone = clock.instant();
            return report;
        } catch (RuntimeException failure) {
            // An old report would go on saying that all is well.
            last = null;
            throw failure;
        }
    }

    private ReconciliationReport look() {
        Instant begin = clock.instant();
        Look look = transaction.execute(status -> jdbc.execute((ConnectionCallback<Look>) this::lookThrough));
        look.byAccount().forEach((user, broken) -> log.error("account off: user={} {}", user, broken));
        return new ReconciliationReport(
                look.discrepancies().isEmpty(),
                look.accounts(),
                look.entries(),
                look.accountsOff(),
                look.rulesBroken(),
                look.discrepancies(),
                begin,
                Duration.between(begin, clock.instant()).toMillis());
    }

    private record Look(
            long accounts, long entries, long accountsOff, long rulesBroken, List<Discrepancy> discrepancies) {

        Map<String, String> byAccount() {
            return discrepancies.stream()
                    .collect(Collectors.groupingBy(
                            Discrepancy::userId,
                            TreeMap::new,
                            Collectors.mapping(
                                    found -> "rule='%s' expected=%d actual=%d"
                                            .formatted(found.rule(), found.expected(), found.actual()),
                                    Collectors.joining(" "))));
        }
    }

    private Look lookThrough(Connection connection) throws SQLException {
        // A large ledger takes longer to add up than any other answer may take, and is best read from end to end.
        connection.setNetworkTimeout(Runnable::run, (int) PATIENCE.toMillis());
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set local enable_seqscan = on; set local enable_hashjoin = on; set local enable_mergejoin = on");
            List<Discrepancy> discrepancies = new ArrayList<>();
            long accountsOff = 0;
            long rulesBroken = 0;
            try (ResultSet row = statement.executeQuery(brokenRules)) {
                while (row.next()) {
                    accountsOff = row.getLong("accounts_off");
                    rulesBroken = row.getLong("rules_broken");
                    discrepancies.add(new Discrepancy(
                            row.getString("user_id"),
                            row.getString("rule"),
                            row.getLong("expected"),
                            row.getLong("actual")));
                }
            }
            try (ResultSet counts =
                    statement.executeQuery("select count(*), coalesce(sum(entry_count), 0) from accounts")) {
                counts.next();
                return new Look(counts.getLong(1), counts.getLong(2), accountsOff, rulesBroken, discrepancies);
            }
        }
    }

    private double rulesBroken() {
        ReconciliationReport report = last;
        return report == null ? Double.NaN : report.rulesBroken();
    }

    private double accountsOff() {
        ReconciliationReport report = last;
        return report == null ? Double.NaN : report.accountsOff();
    }

    private double ageSeconds() {
        return Duration.between(lastDone, clock.instant()).toMillis() / 1_000.0;
    }

    @Override
    public void destroy() {
        oneAtATime.shutdownNow();
    }

    private static String read(String resource) {
        try {
            return new ClassPathResource(resource, Reconciliation.class).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
