package com.podi.wallet.hold;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Loses the connection at a commit, before or after the database has heard of it. */
final class CrashingDataSource extends DelegatingDataSource {

    private volatile Crash next = Crash.NONE;

    enum Crash {
        NONE,
        BEFORE_COMMIT,
        AFTER_COMMIT
    }

    CrashingDataSource(DataSource pool) {
        super(pool);
    }

    void crashNext(Crash crash) {
        next = crash;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit") && next != Crash.NONE) {
                        boolean committed = next == Crash.AFTER_COMMIT;
                        next = Crash.NONE;
                        if (committed) {
                            connection.commit();
                        } else {
                            connection.rollback();
                        }
                        throw new SQLException("connection lost", "08006");
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
