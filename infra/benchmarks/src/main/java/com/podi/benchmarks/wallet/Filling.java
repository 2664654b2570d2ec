package com.podi.benchmarks.wallet;

import java.sql.SQLException;
import java.sql.Statement;

/** Writes to the wallet's tables what would take its service too long. */
@FunctionalInterface
public interface Filling {

    void fill() throws SQLException;

    /** So many accounts, {@code user1} the first, with more points than can be spent. */
    static void accounts(Statement statement, int count) throws SQLException {
        unguarded(statement, () -> {
            statement.execute("""
                    insert into accounts (user_id, available_points, granted_points, entry_count)
                    select 'user' || n, 1000000000000, 1000000000000, 1 from generate_series(1, %d) n
                    """.formatted(count));
            statement.execute("""
                    insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta,
                                                balance_after)
                    select 'start-user' || n, 'user' || n, 1, 'GRANT', 1000000000000, 0, 1000000000000
                    from generate_series(1, %d) n
                    """.formatted(count));
        });
        statement.execute("analyze accounts, holds, ledger_entries, spent_by_action, points_by_day");
    }

    /** Accounts do not open full, and no ledger comes before its account: but here they do. */
    static void unguarded(Statement statement, Filling filling) throws SQLException {
        statement.execute("alter table accounts disable trigger user; alter table ledger_entries disable trigger user");
        filling.fill();
        statement.execute("alter table accounts enable trigger user; alter table ledger_entries enable trigger user");
    }
}
