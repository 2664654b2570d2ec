package com.podi.wallet.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Statements that travel to the database together; each sees what the ones before it did. */
public final class RoundTrip {

    private final List<Step> steps = new ArrayList<>();

    private record Step(String sql, @Nullable Rows rows, int changes, List<@Nullable Object> arguments) {}

    /** Takes the rows of an answer one by one. */
    @FunctionalInterface
    public interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    /** @param arguments arrays of {@code String} and {@code long}, or single values */
    public void query(String sql, Rows rows, Object... arguments) {
        steps.add(new Step(sql, rows, 0, List.of(arguments)));
    }

    /** @param changes how many rows it must change: anything else is a broken promise and undoes the transaction */
    public void update(int changes, String sql, Object... arguments) {
        steps.add(new Step(sql, null, changes, List.of(arguments)));
    }

    /** In the transaction that is open. */
    public void make(JdbcTemplate jdbc) {
        if (!steps.isEmpty()) {
            jdbc.execute((ConnectionCallback<@Nullable Void>) connection -> {
                make(connection);
                return null;
            });
        }
    }

    private void make(Connection connection) throws SQLException {
        String sql = steps.stream().map(Step::sql).collect(Collectors.joining(";\n"));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int position = 1;
            for (Step step : steps) {
                for (Object argument : step.arguments()) {
                    statement.setObject(position++, argument);
                }
            }
            statement.execute();
            for (Step step : steps) {
                take(step, statement);
                statement.getMoreResults();
            }
        }
    }

    private static void take(Step step, PreparedStatement statement) throws SQLException {
        if (step.rows() == null) {
            if (statement.getUpdateCount() != step.changes()) {
                throw new IllegalStateException("%d rows instead of %d changed by: %s"
                        .formatted(statement.getUpdateCount(), step.changes(), step.sql()));
            }
            return;
        }
        try (ResultSet rows = statement.getResultSet()) {
            while (rows.next()) {
                step.rows().take(rows);
            }
        }
    }
}
