package com.podi.wallet.account;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.web.StorableText;
import com.podi.wallet.database.RoundTrip;
import com.podi.wallet.ledger.Ledger;
import com.podi.wallet.ledger.Movement;
import com.podi.wallet.ledger.Movement.Purpose;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Points that come from outside, or go there; each grant has a key and happens once. */
@Service
class Grants {

    private static final String[] NO_HOLDS = {};

    private final JdbcTemplate jdbc;
    private final Accounts accounts;
    private final Ledger ledger;

    Grants(JdbcTemplate jdbc, Accounts accounts, Ledger ledger) {
        this.jdbc = jdbc;
        this.accounts = accounts;
        this.ledger = ledger;
    }

    /** Opens the account of a new user and puts the welcome grant into it. */
    @Transactional
    void welcome(String userId, long points) {
        jdbc.update("insert into accounts (user_id) values (?) on conflict do nothing", userId);
        if (points > 0) {
            grant(userId, points, "welcome", "welcome:" + userId);
        }
    }

    /** @param points less than none are taken away, as far as the user can spend them */
    @Transactional
    GrantView grant(String userId, long points, String reason, String onceKey) {
        StorableText.require("userId", userId);
        StorableText.require("reason", reason);
        RoundTrip read = new RoundTrip();
        OpenAccounts open = accounts.lock(read, new String[] {userId}, NO_HOLDS);
        read.make(jdbc);
        if (!open.contains(userId)) {
            throw ErrorCode.USER_NOT_FOUND.because("%s has no account", userId);
        }
        // The lock made a concurrent twin wait until it can see our entry.
        return ledger.findOnce(onceKey)
                .map(entry -> new GrantView(entry.id(), userId, entry.points(), entry.balanceAfter()))
                .orElseGet(() -> {
                    Movement entry = open.grant(userId, points, Purpose.grant(reason, onceKey));
                    RoundTrip write = new RoundTrip();
                    open.write(write);
                    write.make(jdbc);
                    return new GrantView(entry.entryId(), userId, points, entry.balanceAfter());
                });
    }
}
