package com.podi.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The tables change while the version before this one is at work on them. */
class MigrationIT {

    private static final String FREEZE = """
            insert into holds (hold_id, frozen_by, user_id, task_id, action, points, status, expires_at)
            select 'hold-%1$s', 'svc-task-worker', user_id, '%1$s', 'upscale', 30, 'HELD', now() + interval '1 day'
            from accounts where user_id = 'user';
            update accounts set available_points = available_points - 30, frozen_points = frozen_points + 30,
                                entry_count = entry_count + 1
            where user_id = 'user';
            insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta, balance_after,
                                        hold_id, task_id, action)
            select 'txn-%1$s', user_id, entry_count, 'FREEZE', -30, 30, available_points, 'hold-%1$s', '%1$s', 'upscale'
            from accounts
            """;

    private final Database database = RealParts.database();
    private final DriverManagerDataSource dataSource =
            new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
    private final JdbcClient jdbc = JdbcClient.create(dataSource);

    @Test
    void neitherTheOldVersionNorTheMigrationIsWaitedForInVain() throws Exception {
        WalletCore.migrate(database, MigrationVersion.fromVersion("1"));
        jdbc.sql("insert into accounts (user_id, available_points) values ('user', 500)")
                .update();
        jdbc.sql("insert into ledger_entries (entry_id, user_id, type, available_delta, frozen_delta, balance_after)"
                        + " values ('txn-0', 'user', 'GRANT', 500, 0, 500)")
                .update();
        WalletCore.migrate(database, MigrationVersion.fromVersion("2"));
        freezeAsBefore("before");

        CompletableFuture<Void> migration;
        CompletableFuture<Void> oldVersion;
        try (Connection reader = dataSource.getConnection();
                Statement statement = reader.createStatement()) {
            reader.setAutoCommit(false);
            statement.execute("select 1 from ledger_entries");
            migration = CompletableFuture.runAsync(() -> WalletCore.migrate(database, MigrationVersion.LATEST));
            awaitWaiting(1);
            oldVersion = CompletableFuture.runAsync(() -> freezeAsBefore("meanwhile"));
            awaitWaiting(2);
            reader.rollback();
        }

        assertThat(migration).succeedsWithin(WalletProcess.PATIENCE);
        assertThat(oldVersion).succeedsWithin(WalletProcess.PATIENCE);
        assertThat(jdbc.sql("select available_points from accounts")
                        .query(Long.class)
                        .single())
                .isEqualTo(440);
        assertThat(WalletCore.brokenRules(jdbc))
                .as("what was kept before is counted, and so is what came meanwhile")
                .isEmpty();
    }

    private void awaitWaiting(int backends) {
        await().until(() -> jdbc.sql("select count(*) from pg_stat_activity"
                                + " where wait_event_type = 'Lock' and datname = current_database()")
                        .query(Integer.class)
                        .single()
                == backends);
    }

    private void freezeAsBefore(String task) {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(FREEZE.formatted(task));
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
