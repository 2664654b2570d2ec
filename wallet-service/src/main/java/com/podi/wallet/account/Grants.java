package com.podi.wallet.account;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.web.StorableText;
import com.podi.wallet.database.Away;
import com.podi.wallet.database.RoundTrip;
import com.podi.wallet.lane.Lanes.Settings;
import com.podi.wallet.lane.Outcome;
import com.podi.wallet.lane.WaitingRoom;
import com.podi.wallet.lane.Work;
import com.podi.wallet.ledger.Ledger;
import com.podi.wallet.ledger.Movement;
import com.podi.wallet.ledger.Movement.Purpose;
import java.time.Duration;
import java.util.List;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/** Points that come from outside, or go there; each grant has a key and happens once. */
@Service
class Grants implements DisposableBean {

    private static final String[] NO_HOLDS = {};

    /** Two connections wait for accounts that are locked, however many grants there are for them. */
    private static final Settings WAITING = new Settings(2, 1_000, 250, Duration.ofSeconds(3));

    private final TransactionTemplate transaction;
    private final JdbcTemplate jdbc;
    private final Accounts accounts;
    private final Ledger ledger;
    private final WaitingRoom<Grant, GrantView> waitingRoom;

    Grants(TransactionTemplate transaction, JdbcTemplate jdbc, Accounts accounts, Ledger ledger) {
        this.transaction = transaction;
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.ledger = ledger;
        this.waitingRoom =
                new WaitingRoom<>("grants-wait", WAITING, new Work<>(this::giveWaiting, Away::is), Away::noAnswer);
    }

    private record Grant(String userId, long points, String reason, String onceKey) {}

    /** How the account is locked. */
    private interface Lock {
        OpenAccounts add(RoundTrip read, String[] userIds, String[] holdIds);
    }

    /** Opens the account of a new user and puts the welcome grant into it. */
    void welcome(String userId, long points) {
        transaction.executeWithoutResult(status -> {
            jdbc.update("insert into accounts (user_id) values (?) on conflict do nothing", userId);
            if (points > 0) {
                Grant welcome = new Grant(userId, points, "welcome", "welcome:" + userId);
                give(List.of(welcome), accounts::lock).get(0).orThrow();
            }
        });
    }

    /** @param points less than none are taken away, as far as the user can spend them */
    GrantView grant(String userId, long points, String reason, String onceKey) {
        StorableText.require("userId", userId);
        StorableText.require("reason", reason);
        Grant grant = new Grant(userId, points, reason, onceKey);
        try {
            return give(List.of(grant), accounts::lockFree).get(0).orThrow();
        } catch (AccountLockedException | CannotAcquireLockException locked) {
            return grantLater(grant);
        }
    }

    private GrantView grantLater(Grant grant) {
        try {
            return waitingRoom.submit(grant.userId(), grant);
        } catch (AccountLockedException stillLocked) {
            throw Away.unavailable(stillLocked.getMessage());
        }
    }

    /** Of one account; if somebody else keeps it, all hear so. */
    private List<Outcome<GrantView>> giveWaiting(List<Grant> grants) {
        try {
            return give(grants, accounts::lock);
        } catch (CannotAcquireLockException locked) {
            AccountLockedException refusal =
                    new AccountLockedException("account " + grants.get(0).userId());
            return grants.stream()
                    .map(grant -> new Outcome<GrantView>(null, refusal))
                    .toList();
        }
    }

    /** Of one account, in one transaction. */
    private List<Outcome<GrantView>> give(List<Grant> grants, Lock lock) {
        return transaction.execute(status -> {
            RoundTrip read = new RoundTrip();
            OpenAccounts open = lock.add(read, new String[] {grants.get(0).userId()}, NO_HOLDS);
            read.make(jdbc);
            List<Outcome<GrantView>> outcomes = grants.stream()
                    .map(grant -> Outcome.of(Grants::isRefusal, () -> given(grant, open)))
                    .toList();
            RoundTrip write = new RoundTrip();
            open.write(write);
            write.make(jdbc);
            return outcomes;
        });
    }

    private static boolean isRefusal(RuntimeException thrown) {
        return thrown instanceof PodiException || thrown instanceof AccountLockedException;
    }

    private GrantView given(Grant grant, OpenAccounts open) {
        String userId = grant.userId();
        if (!open.exists(userId)) {
            throw ErrorCode.USER_NOT_FOUND.because("%s has no account", userId);
        }
        open.mustBeOpen(userId);
        // The lock made a concurrent twin wait until it can see our entry.
        return ledger.findOnce(grant.onceKey())
                .map(entry -> new GrantView(entry.id(), userId, entry.points(), entry.balanceAfter()))
                .orElseGet(() -> {
                    Movement entry = open.grant(userId, grant.points(), Purpose.grant(grant.reason(), grant.onceKey()));
                    return new GrantView(entry.entryId(), userId, grant.points(), entry.balanceAfter());
                });
    }

    @Override
    public void destroy() {
        waitingRoom.close();
    }
}
