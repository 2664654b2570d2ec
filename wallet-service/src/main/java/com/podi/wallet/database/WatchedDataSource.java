package com.podi.wallet.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Remembers that the database is away: nobody waits for what somebody else has just waited for in vain. */
final class WatchedDataSource extends DelegatingDataSource {

    private static final Logger log = LoggerFactory.getLogger(WatchedDataSource.class);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final Object monitor = new Object();
    private volatile boolean away;

    WatchedDataSource(HikariDataSource pool) {
        super(pool);
        pool.setExceptionOverride(new Silence());
    }

    /** Hears of every connection that fails: one that said nothing for too long may have spoken for all. */
    private final class Silence implements SQLExceptionOverride {

        @java.lang.Override
        public Override adjudicate(SQLException failure) {
            if (failure.getCause() instanceof SocketTimeoutException) {
                watch();
            }
            return Override.CONTINUE_EVICT;
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (away) {
            throw new SQLTransientConnectionException("the database is away");
        }
        try {
            return super.getConnection();
        } catch (SQLTransientConnectionException failure) {
            // Without a cause there was merely no connection to spare.
            if (failure.getCause() != null) {
                watch();
            }
            throw failure;
        }
    }

    private void watch() {
        synchronized (monitor) {
            if (!away) {
                away = true;
                log.warn("the database is away: refusing at once until it is back");
                Thread watcher = new Thread(this::awaitReturn, "database-watch");
                watcher.setDaemon(true);
                watcher.start();
            }
        }
    }

    private void awaitReturn() {
        try {
            while (!answers()) {
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            // Whatever ended the watch, the next caller finds out for itself.
            away = false;
            log.info("the database is no longer thought away");
        }
    }

    private boolean answers() {
        try (Connection connection = super.getConnection()) {
            return connection.isValid(1);
        } catch (SQLTransientConnectionException stillAway) {
            return false;
        } catch (SQLException other) {
            return true;
        }
    }
}
