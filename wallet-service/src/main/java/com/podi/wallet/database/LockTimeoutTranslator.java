package com.podi.wallet.database;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;

/** Knows the end of {@code lock_timeout}: the database is there, and somebody else has what was wanted. */
final class LockTimeoutTranslator extends SQLExceptionSubclassTranslator {

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    @Override
    protected @Nullable DataAccessException doTranslate(String task, @Nullable String sql, SQLException failure) {
        return LOCK_NOT_AVAILABLE.equals(failure.getSQLState())
                ? new CannotAcquireLockException(buildMessage(task, sql, failure), failure)
                : super.doTranslate(task, sql, failure);
    }
}
