package com.podi.wallet.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/** Knows what PostgreSQL says in its own words. */
final class PostgresTranslator extends SQLExceptionSubclassTranslator {

    /** The end of {@code lock_timeout}: the database is there, and somebody else has what was wanted. */
    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The transaction said nothing for too long, and its connection was ended. */
    private static final String IDLE_IN_TRANSACTION = "25P03";

    @Override
    protected @Nullable DataAccessException doTranslate(String task, @Nullable String sql, SQLException failure) {
        return switch (String.valueOf(failure.getSQLState())) {
            case LOCK_NOT_AVAILABLE -> new CannotAcquireLockException(buildMessage(task, sql, failure), failure);
            case IDLE_IN_TRANSACTION ->
                new DataAccessResourceFailureException(buildMessage(task, sql, failure), failure);
            default -> super.doTranslate(task, sql, failure);
        };
    }
}
