package com.podi.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Database;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import com.podi.wallet.database.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.core.env.Environment;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Somebody holds a lock and does not let go: a session that was forgotten, a replica that hangs, a reader of very much. */
@ServiceIT
class LockedAccountIT {

    /** Less than any lock is waited for. */
    private static final Duration AT_ONCE = Duration.ofMillis(1_900);

    private static final Duration NOBODY_WAITS_LONGER = Duration.ofSeconds(4);
    private static final Duration FROZEN_FOR = Duration.ofSeconds(20);
    private static final int CALLERS = 24;
    private static final int CALLS = 240;
    private static final int OTHERS = 20;
    private static final int GRANTS = 16;

    private final TestTokens tokens = TestTokens.start();
    private final String locked = UUID.randomUUID().toString();
    private final List<String> others =
            IntStream.range(0, OTHERS).mapToObj(number -> locked + "-" + number).toList();

    @LocalServerPort
    private int port;

    @Autowired
    private DataSource pool;

    @Autowired
    @Reading
    private DataSource readingPool;

    @Autowired
    @Reading
    private JdbcClient readingClient;

    @Autowired
    private Flyway flyway;

    @Autowired
    private Environment settings;

    private Database database;
    private DriverManagerDataSource outside;
    private JdbcClient jdbc;
    private Api asWorker;
    private Api asAdmin;

    @BeforeEach
    void usersWithPoints() {
        database = new Database(
                settings.getRequiredProperty("spring.datasource.url"),
                settings.getRequiredProperty("spring.datasource.username"),
                settings.getRequiredProperty("spring.datasource.password"));
        outside = new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
        jdbc = JdbcClient.create(outside);
        asWorker = Api.onPort(port).as(tokens.service("svc-task-worker"));
        asAdmin = Api.onPort(port).as(tokens.admin("admin"));
        open(locked);
        others.forEach(this::open);
        others.forEach(
                user -> assertThat(freeze(asWorker, user, "warm-up").status()).isEqualTo(200));
    }

    @AfterEach
    void noAccountIsOff() {
        assertThat(WalletCore.brokenRules(jdbc)).isEmpty();
    }

    private record Heard(boolean ofLocked, Duration took, Answer answer) {}

    @Test
    void whoLocksAnAccountHoldsUpNobodyElse() throws SQLException {
        String hold = freeze(asWorker, locked, "before").text("/holdId");
        List<Heard> heard;
        Heard confirmed;
        Heard granted;
        try (Connection session = forgotten("select 1 from accounts where user_id = '%s' for update", locked)) {
            heard = callAll();
            confirmed = timed(true, () -> confirm(hold));
            granted = timed(true, () -> grant(locked));
            session.rollback();
        }

        assertThat(heard).filteredOn(Heard::ofLocked).hasSizeGreaterThan(10).allSatisfy(LockedAccountIT::isRefused);
        assertThat(List.of(confirmed, granted)).allSatisfy(LockedAccountIT::isRefused);
        assertThat(heard)
                .filteredOn(one -> !one.ofLocked())
                .hasSizeGreaterThan(200)
                .allSatisfy(LockedAccountIT::isDoneAtOnce);
        assertThat(confirm(hold).text("/status")).isEqualTo("CONFIRMED");
        for (int number = 0; number < CALLS; number++) {
            assertThat(freeze(asWorker, user(number), "task" + number).status()).isEqualTo(200);
        }
        assertThat(count("select count(*) from holds where user_id like '%s%%' and task_id like 'task%%'", locked))
                .as("whatever was refused, unknown and asked again is there once")
                .isEqualTo(CALLS);
    }

    @Test
    void grantsForALockedAccountHoldUpNobodyElse() throws SQLException {
        List<Heard> heard;
        try (Connection session = forgotten("select 1 from accounts where user_id = '%s' for update", locked)) {
            CompletableFuture<List<Heard>> grants = CompletableFuture.supplyAsync(
                    () -> AtOnce.call(GRANTS, number -> timed(true, () -> grant(locked))));
            awaitWaits("select user_id, available_points%");
            heard = new ArrayList<>(AtOnce.call(
                    CALLERS,
                    CALLS,
                    number -> timed(
                            false,
                            () -> number % 8 == 0
                                    ? grant(others.get(number % OTHERS))
                                    : freeze(asWorker, others.get(number % OTHERS), "task" + number))));
            assertThat(grants).as("they still wait").isNotDone();
            heard.addAll(grants.join());
            session.rollback();
        }

        assertThat(heard).filteredOn(Heard::ofLocked).hasSize(GRANTS).allSatisfy(LockedAccountIT::isRefused);
        assertThat(heard).filteredOn(one -> !one.ofLocked()).allSatisfy(LockedAccountIT::isDoneAtOnce);
        assertThat(grant(locked).status()).isEqualTo(200);
    }

    private void awaitWaits(String query) {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> jdbc.sql("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                        + " and datname = current_database() and query like ?")
                                .param(query)
                                .query(Long.class)
                                .single()
                        > 0);
    }

    @Test
    void whoLocksOnlyAHoldHoldsUpNobodyElseEither() throws SQLException {
        String hold = freeze(asWorker, locked, "before").text("/holdId");
        List<Heard> heard;
        try (Connection session = forgotten("select 1 from holds where hold_id = '%s' for update", hold)) {
            CompletableFuture<List<Heard>> confirms =
                    CompletableFuture.supplyAsync(() -> AtOnce.call(3, number -> timed(true, () -> confirm(hold))));
            heard = new ArrayList<>(AtOnce.call(
                    CALLERS,
                    CALLS,
                    number -> timed(false, () -> freeze(asWorker, others.get(number % OTHERS), "task" + number))));
            heard.addAll(confirms.join());
            session.rollback();
        }

        assertThat(heard).filteredOn(Heard::ofLocked).allSatisfy(LockedAccountIT::isRefused);
        assertThat(heard).filteredOn(one -> !one.ofLocked()).allSatisfy(LockedAccountIT::isDoneAtOnce);
        assertThat(confirm(hold).text("/status")).isEqualTo("CONFIRMED");
    }

    /** Its transaction is open, its locks are held, and it will never say another word. */
    @Test
    void aReplicaThatHangsLosesItsLocks() throws Exception {
        WalletProcess replica = new WalletProcess(database);
        Api atReplica = Api.onPort(replica.port()).as(tokens.service("svc-task-worker"));
        Lost lost = frozenWithTheAccountLocked(replica, atReplica);

        Instant begin = Instant.now();
        isDoneAtOnce(timed(false, () -> freeze(asWorker, others.get(0), "meanwhile")));
        isRefused(timed(true, () -> freeze(asWorker, locked, "meanwhile")));
        await().atMost(FROZEN_FOR)
                .until(() -> freeze(asWorker, locked, "meanwhile").status() == 200);
        System.out.printf(
                "frozen replica: its account was free again after %d ms%n",
                Duration.between(begin, Instant.now()).toMillis());

        replica.thaw();
        assertThat(lost.answer().join().errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
        await().atMost(FROZEN_FOR)
                .until(() -> freeze(atReplica, locked, lost.taskId()).status() == 200);
        assertThat(count("select count(*) from holds where task_id = '%s' and user_id = '%s'", lost.taskId(), locked))
                .as("what was lost and repeated is there once")
                .isEqualTo(1);
        replica.kill();
    }

    @Test
    void whoReadsMuchKeepsNobodyFromMovingPoints() throws SQLException {
        List<Connection> readers = new ArrayList<>();
        List<Heard> reads;
        List<Heard> moved;
        try {
            takeAll(readers);
            reads = AtOnce.call(
                    20,
                    number -> timed(
                            true,
                            () -> asAdmin.get("/api/wallet/v1/%s?userId=%s"
                                    .formatted(number % 2 == 0 ? "statistics" : "transactions", locked))));
            moved = AtOnce.call(
                    CALLERS, CALLS, number -> timed(false, () -> freeze(asWorker, user(number), "task" + number)));
        } finally {
            for (Connection reader : readers) {
                reader.close();
            }
        }

        assertThat(reads).allSatisfy(LockedAccountIT::isRefused);
        assertThat(moved).allSatisfy(LockedAccountIT::isDoneAtOnce);
        assertThat(asAdmin.get("/api/wallet/v1/statistics?userId=" + locked).status())
                .isEqualTo(200);
    }

    /** As very many do who read very much. */
    private void takeAll(List<Connection> readers) throws SQLException {
        try {
            while (true) {
                readers.add(readingPool.getConnection());
            }
        } catch (SQLTransientConnectionException noneToSpare) {
            assertThat(readers).isNotEmpty();
        }
    }

    @Test
    void nobodyReadsForLongOrChangesWhatHeReads() {
        Instant begin = Instant.now();
        assertThatThrownBy(
                        () -> readingClient.sql("select pg_sleep(60)").query().listOfRows())
                .isInstanceOf(QueryTimeoutException.class);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(NOBODY_WAITS_LONGER);
        assertThatThrownBy(() -> readingClient
                        .sql("update accounts set opened_at = now() where user_id = ?")
                        .param(locked)
                        .update())
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void aQueryThatNobodyWaitsForAnyMoreIsEnded() throws SQLException {
        Connection gone = pool.getConnection();
        CompletableFuture<Void> query = CompletableFuture.runAsync(() -> {
            try (Statement statement = gone.createStatement()) {
                statement.execute("select pg_sleep(600) as sleeper");
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        });
        String running = "select count(*) from pg_stat_activity where query like '%%as sleeper' and state = 'active'";
        await().until(() -> count(running) == 1);

        gone.abort(Runnable::run);

        await().atMost(FROZEN_FOR).until(() -> count(running) == 0);
        assertThat(query).isCompletedExceptionally();
    }

    /** Between two of its statements, and while it waits for its turn, a migration is idle for as long as it takes. */
    @Test
    void aMigrationIsNotEndedForTakingLongerThanACall() throws SQLException {
        try (Connection connection = flyway.getConfiguration().getDataSource().getConnection();
                Statement statement = connection.createStatement();
                var setting = statement.executeQuery("show idle_in_transaction_session_timeout")) {
            setting.next();
            assertThat(setting.getString(1)).isEqualTo("0");
            assertThat(connection.getNetworkTimeout()).isZero();
        }
    }

    private record Lost(String taskId, CompletableFuture<Answer> answer) {}

    /** The replica has written and not committed when it is frozen; tried until it is caught there. */
    private Lost frozenWithTheAccountLocked(WalletProcess replica, Api atReplica) throws SQLException {
        for (int attempt = 0; attempt < 20; attempt++) {
            String taskId = "lost" + attempt;
            CompletableFuture<Answer> answer;
            try (Connection session = forgotten("lock table ledger_entries in share row exclusive mode")) {
                answer = CompletableFuture.supplyAsync(() -> freeze(atReplica, locked, taskId));
                awaitItWaits();
                replica.freeze();
                session.rollback();
            }
            if (isLeftOpen()) {
                return new Lost(taskId, answer);
            }
            replica.thaw();
            answer.join();
        }
        throw new AssertionError("the replica was never caught in its transaction");
    }

    /** So long that it will go on waiting for a while. */
    private void awaitItWaits() {
        await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                                + " and datname = current_database() and query like '%%insert into ledger_entries%%'"
                                + " and query_start < clock_timestamp() - interval '300 ms'")
                        > 0);
    }

    private boolean isLeftOpen() {
        await().until(() -> count("select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
                        + " and datname = current_database()")
                == 0);
        try (Connection session = outside.getConnection();
                Statement statement = session.createStatement()) {
            statement.execute("select 1 from accounts where user_id = '%s' for update nowait".formatted(locked));
            return false;
        } catch (SQLException itIsLocked) {
            return true;
        }
    }

    /** A transaction that somebody has left open. */
    private Connection forgotten(String sql, Object... arguments) throws SQLException {
        Connection session = outside.getConnection();
        session.setAutoCommit(false);
        try (Statement statement = session.createStatement()) {
            statement.execute(sql.formatted(arguments));
        }
        return session;
    }

    /** Every tenth is for the account that is locked. */
    private List<Heard> callAll() {
        return AtOnce.call(
                CALLERS,
                CALLS,
                number -> timed(user(number).equals(locked), () -> freeze(asWorker, user(number), "task" + number)));
    }

    private String user(int number) {
        return number % 10 == 0 ? locked : others.get(number % OTHERS);
    }

    private static Heard timed(boolean ofLocked, Supplier<Answer> call) {
        Instant begin = Instant.now();
        Answer answer = call.get();
        return new Heard(ofLocked, Duration.between(begin, Instant.now()), answer);
    }

    private static void isRefused(Heard heard) {
        assertThat(heard.answer().status()).isEqualTo(503);
        assertThat(heard.answer().errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
        assertThat(heard.answer().response().headers().firstValue("Retry-After"))
                .contains("2");
        assertThat(heard.took()).isLessThan(NOBODY_WAITS_LONGER);
    }

    private static void isDoneAtOnce(Heard heard) {
        assertThat(heard.answer().status()).isEqualTo(200);
        assertThat(heard.took()).isLessThan(AT_ONCE);
    }

    private void open(String user) {
        jdbc.sql("insert into accounts (user_id) values (?)").param(user).update();
        assertThat(grant(user).status()).isEqualTo(200);
    }

    private Answer grant(String user) {
        return asAdmin.post("/api/wallet/v1/grants", Map.of("userId", user, "points", 1_000, "reason", "test"));
    }

    private static Answer freeze(Api api, String user, String taskId) {
        return api.post(
                "/api/wallet/v1/freeze", Map.of("userId", user, "taskId", taskId, "action", "upscale", "points", 1));
    }

    private Answer confirm(String holdId) {
        return asWorker.post("/api/wallet/v1/confirm", Map.of("holdId", holdId));
    }

    private long count(String sql, Object... arguments) {
        return jdbc.sql(sql.formatted(arguments)).query(Long.class).single();
    }
}
