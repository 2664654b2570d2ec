package com.podi.wallet.hold;

import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.HoldView;
import com.podi.wallet.account.AccountLockedException;
import com.podi.wallet.account.Accounts;
import com.podi.wallet.account.OpenAccounts;
import com.podi.wallet.database.RoundTrip;
import com.podi.wallet.hold.Hold.Key;
import com.podi.wallet.hold.HoldOperation.Decision;
import com.podi.wallet.hold.HoldOperation.Freeze;
import com.podi.wallet.lane.Outcome;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Operations that are done together, in one transaction and three messages to the database: lock and read, write, commit.
 * Each is decided in its turn, exactly as it would be alone.
 */
@Component
class HoldBatch {

    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;
    private final Accounts accounts;
    private final HoldRepository holds;
    private final HoldProperties properties;

    HoldBatch(
            TransactionTemplate transaction,
            JdbcTemplate jdbc,
            Accounts accounts,
            HoldRepository holds,
            HoldProperties properties) {
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.holds = holds;
        this.properties = properties;
    }

    /** How accounts are locked. */
    private interface Lock {
        OpenAccounts add(RoundTrip read, String[] userIds, String[] holdIds);
    }

    /**
     * Returns when everything is committed; what is thrown is nobody's answer, and nothing was done. Waits for nobody:
     * what others have locked is answered with {@link AccountLockedException}.
     */
    List<Outcome<HoldView>> run(List<HoldOperation> operations) {
        try {
            return run(operations, accounts::lockFree);
        } catch (CannotAcquireLockException locked) {
            // Not an account, but something behind one: whose it is shows when each is tried alone.
            if (operations.size() > 1) {
                throw locked;
            }
            return List.of(new Outcome<>(
                    null, new AccountLockedException(operations.get(0).subject())));
        }
    }

    /**
     * As {@link #run}, but waits for the account, as long as the database lets it; then does what can be done without.
     *
     * @param ofOneAccount so that it keeps no other account while it waits
     */
    List<Outcome<HoldView>> runWaiting(List<HoldOperation> ofOneAccount) {
        try {
            return run(ofOneAccount, accounts::lock);
        } catch (CannotAcquireLockException locked) {
            return run(ofOneAccount);
        }
    }

    private List<Outcome<HoldView>> run(List<HoldOperation> operations, Lock lock) {
        return transaction.execute(status -> {
            Desk desk = read(operations, lock);
            List<Outcome<HoldView>> outcomes = operations.stream()
                    .map(operation -> Outcome.of(HoldBatch::isRefusal, () -> operation.doneAt(desk)))
                    .toList();
            RoundTrip write = new RoundTrip();
            desk.write(write, holds);
            write.make(jdbc);
            return outcomes;
        });
    }

    private static boolean isRefusal(RuntimeException thrown) {
        return thrown instanceof PodiException || thrown instanceof AccountLockedException;
    }

    private Desk read(List<HoldOperation> operations, Lock lock) {
        List<Key> keys = only(Freeze.class, operations).map(Freeze::key).toList();
        String[] holdIds =
                only(Decision.class, operations).map(Decision::holdId).toArray(String[]::new);
        RoundTrip read = new RoundTrip();
        // First the locks: what is read after them cannot change any more.
        Desk desk = new Desk(
                lock.add(read, keys.stream().map(Key::userId).toArray(String[]::new), holdIds), properties.ttl());
        if (!keys.isEmpty()) {
            read.query("select now()", row -> desk.setTo(row.getTimestamp(1).toInstant()));
            holds.findByKey(read, keys, desk::lay);
        }
        if (holdIds.length > 0) {
            holds.findById(read, holdIds, desk::lay);
        }
        read.make(jdbc);
        return desk;
    }

    private static <T> Stream<T> only(Class<T> type, List<HoldOperation> operations) {
        return operations.stream().filter(type::isInstance).map(type::cast);
    }
}
