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

    /** Asked after the locks: an account that is there and is not locked is somebody else's now. */
    private static final String EXISTING = "select user_id from accounts where user_id = any (?)";

    /** Rows that nobody waits for are locked at once; where another lock is in the way, so is whoever has it. */
    private static final String HARDLY_WAIT = "set local lock_timeout = '200ms'";

    private final JdbcClient jdbc;
    private final Ledger ledger;

    Accounts(JdbcClient jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /** Waits for who has them locked: one account at a time, so that nobody waits who has another. */
    public OpenAccounts lock(RoundTrip read, String[] userIds, String[] holdIds) {
        return read(LOCKED, read, new OpenAccounts(ledger, true), userIds, holdIds);
    }

    /** As {@link #lock}, but of any number of accounts, and waits for nobody: what others have locked stays closed. */
    public OpenAccounts lockFree(RoundTrip read, String[] userIds, String[] holdIds) {
        read.update(0, HARDLY_WAIT);
        OpenAccounts open = read(LOCKED + "skip locked", read, new OpenAccounts(ledger, false), userIds, holdIds);
        if (userIds.length > 0) {
            read.query(EXISTING, row -> open.isThere(row.getString(1)), (Object) userIds);
        }
        return open;
    }

    private static OpenAccounts read(
            String sql, RoundTrip read, OpenAccounts open, String[] userIds, String[] holdIds) {
        read.query(
                sql,
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
