package com.podi.wallet.account;

import com.podi.wallet.database.RoundTrip;
import com.podi.wallet.ledger.Ledger;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Points move only while their account is locked, in the transaction that writes the ledger. */
@Repository
public class Accounts {

    private static final String LOCKED = """
            select user_id, available_points, frozen_points, granted_points, spent_points, released_points, entry_count
            from accounts where user_id in (select unnest(?::text[]) union select user_id from holds where hold_id = any (?))
            order by user_id for no key update
            """;

    private final JdbcClient jdbc;
    private final Ledger ledger;

    Accounts(JdbcClient jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /** Locks the accounts of these users and those that these holds are of; always in the same order. */
    public OpenAccounts lock(RoundTrip read, String[] userIds, String[] holdIds) {
        OpenAccounts open = new OpenAccounts(ledger);
        read.query(
                LOCKED,
                row -> open.open(new Account(
                        row.getString("user_id"),
                        row.getLong("available_points"),
                        row.getLong("frozen_points"),
                        row.getLong("granted_points"),
                        row.getLong("spent_points"),
                        row.getLong("released_points"),
                        row.getLong("entry_count"))),
                userIds,
                holdIds);
        return open;
    }

    public Balance balanceOf(String userId) {
        return jdbc.sql("select available_points as available, frozen_points as frozen from accounts where user_id = ?")
                .param(userId)
                .query(Balance.class)
                .optional()
                .orElse(Balance.EMPTY);
    }
}
