package com.podi.wallet.account;

import com.podi.contracts.error.ErrorCode;
import com.podi.wallet.database.RoundTrip;
import com.podi.wallet.ledger.EntryType;
import com.podi.wallet.ledger.Ledger;
import com.podi.wallet.ledger.Movement;
import com.podi.wallet.ledger.Movement.Purpose;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** The accounts that a transaction has locked: what happens to them is decided here and written together at the end. */
public final class OpenAccounts {

    private final Map<String, Account> accounts = new HashMap<>();
    private final List<Movement> movements = new ArrayList<>();
    private final Set<String> existing = new HashSet<>();
    private final Ledger ledger;
    private final boolean complete;

    /** @param complete whether an account that is not open does not exist; otherwise somebody else may have it locked */
    OpenAccounts(Ledger ledger, boolean complete) {
        this.ledger = ledger;
        this.complete = complete;
    }

    void isThere(String userId) {
        existing.add(userId);
    }

    boolean exists(String userId) {
        return accounts.containsKey(userId) || existing.contains(userId);
    }

    void open(Account account) {
        accounts.put(account.userId(), account);
    }

    /** Or somebody else has it, and nothing that is read of it now can be relied on. */
    void mustBeOpen(String userId) {
        account(userId);
    }

    public Balance balanceOf(String userId) {
        return account(userId).balance();
    }

    Movement grant(String userId, long points, Purpose purpose) {
        return written(account(userId).grant(points, purpose));
    }

    /** Puts points aside if the user can spend as many; who has no account yet cannot spend any. */
    public void freeze(String userId, long points, Purpose purpose) {
        if (!exists(userId)) {
            throw ErrorCode.WALLET_INSUFFICIENT.because("%s has no account", userId);
        }
        written(account(userId).freeze(points, purpose));
    }

    /** Spends frozen points: they leave the account. */
    public void spendFrozen(String userId, long points, Purpose purpose) {
        written(account(userId).spendFrozen(points, purpose));
    }

    /** Gives frozen points back, because they were released or because their hold expired. */
    public void unfreeze(String userId, long points, EntryType why, Purpose purpose) {
        written(account(userId).unfreeze(points, why, purpose));
    }

    public void write(RoundTrip write) {
        if (movements.isEmpty()) {
            return;
        }
        List<Account> moved = movements.stream()
                .map(Movement::userId)
                .distinct()
                .map(accounts::get)
                .toList();
        write.update(
                moved.size(),
                """
                update accounts a
                set available_points = n.available, frozen_points = n.frozen, granted_points = n.granted,
                    spent_points = n.spent, released_points = n.released, entry_count = n.entries
                from unnest(?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
                    as n (user_id, available, frozen, granted, spent, released, entries)
                where a.user_id = n.user_id
                """,
                moved.stream().map(Account::userId).toArray(String[]::new),
                numbers(moved, account -> account.balance().available()),
                numbers(moved, account -> account.balance().frozen()),
                numbers(moved, Account::granted),
                numbers(moved, Account::spent),
                numbers(moved, Account::released),
                numbers(moved, Account::entries));
        ledger.append(write, movements);
    }

    private Account account(String userId) {
        return Optional.ofNullable(accounts.get(userId))
                .orElseThrow(() -> complete
                        ? new IllegalStateException("account %s is not open".formatted(userId))
                        : new AccountLockedException("account " + userId));
    }

    private Movement written(Movement movement) {
        movements.add(movement);
        return movement;
    }

    private static long[] numbers(List<Account> accounts, ToLongFunction<Account> value) {
        return accounts.stream().mapToLong(value).toArray();
    }
}
