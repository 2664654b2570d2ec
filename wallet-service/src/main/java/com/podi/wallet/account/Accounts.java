package com.podi.wallet.account;

import com.podi.contracts.error.ErrorCode;
import com.podi.wallet.ledger.EntryType;
import com.podi.wallet.ledger.Ledger;
import com.podi.wallet.ledger.Movement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Moves points; every movement changes the account and writes the ledger in the caller's transaction. */
@Service
@Transactional(propagation = Propagation.MANDATORY)
public class Accounts {

    private final JdbcClient jdbc;
    private final Ledger ledger;

    Accounts(JdbcClient jdbc, Ledger ledger) {
        this.jdbc = jdbc;
        this.ledger = ledger;
    }

    /** What a movement is made for. */
    public record Purpose(
            String holdId,
            String taskId,
            String action,
            @Nullable String reason) {}

    /** Gives points once: a second grant with the same key does nothing. */
    void grantOnce(String userId, long points, String reason, String onceKey) {
        jdbc.sql("insert into accounts (user_id) values (?) on conflict do nothing")
                .param(userId)
                .update();
        // The row lock makes a concurrent twin wait until it can see our entry.
        jdbc.sql("select 1 from accounts where user_id = ? for update")
                .param(userId)
                .query()
                .singleRow();
        boolean granted = jdbc.sql("select exists (select 1 from ledger_entries where once_key = ?)")
                .param(onceKey)
                .query(Boolean.class)
                .single();
        if (!granted) {
            Balance balance = move(userId, points, 0);
            ledger.append(new Movement(
                    userId, EntryType.GRANT, points, 0, balance.available(), null, null, null, reason, onceKey));
        }
    }

    /** Puts points aside if the user can spend as many. */
    public Balance freeze(String userId, long points, Purpose purpose) {
        Balance balance = tryMove(userId, -points, points)
                .orElseThrow(() -> ErrorCode.WALLET_INSUFFICIENT.because("%s needs %d", userId, points));
        append(userId, EntryType.FREEZE, -points, points, balance.available(), purpose);
        return balance;
    }

    /** Spends frozen points: they leave the account. */
    public Balance spendFrozen(String userId, long points, Purpose purpose) {
        Balance balance = move(userId, 0, -points);
        append(userId, EntryType.CHARGE, 0, -points, balance.available(), purpose);
        return balance;
    }

    /** Gives frozen points back, because they were released or because their hold expired. */
    public Balance unfreeze(String userId, long points, EntryType why, Purpose purpose) {
        Balance balance = move(userId, points, -points);
        append(userId, why, points, -points, balance.available(), purpose);
        return balance;
    }

    @Transactional(readOnly = true)
    public Balance balanceOf(String userId) {
        return jdbc.sql("select available_points as available, frozen_points as frozen from accounts where user_id = ?")
                .param(userId)
                .query(Balance.class)
                .optional()
                .orElse(Balance.EMPTY);
    }

    private void append(
            String userId, EntryType type, long availableDelta, long frozenDelta, long balanceAfter, Purpose purpose) {
        ledger.append(new Movement(
                userId,
                type,
                availableDelta,
                frozenDelta,
                balanceAfter,
                purpose.holdId(),
                purpose.taskId(),
                purpose.action(),
                purpose.reason(),
                null));
    }

    private Balance move(String userId, long availableDelta, long frozenDelta) {
        return tryMove(userId, availableDelta, frozenDelta)
                .orElseThrow(() -> new IllegalStateException(
                        "account %s cannot move %d/%d".formatted(userId, availableDelta, frozenDelta)));
    }

    /** One conditional update decides whether there are enough points. */
    private Optional<Balance> tryMove(String userId, long availableDelta, long frozenDelta) {
        return jdbc.sql("""
                        update accounts
                        set available_points = available_points + :available, frozen_points = frozen_points + :frozen
                        where user_id = :userId
                          and available_points + :available >= 0 and frozen_points + :frozen >= 0
                        returning available_points as available, frozen_points as frozen
                        """)
                .param("available", availableDelta)
                .param("frozen", frozenDelta)
                .param("userId", userId)
                .query(Balance.class)
                .optional();
    }
}
