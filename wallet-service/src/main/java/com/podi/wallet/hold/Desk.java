package com.podi.wallet.hold;

import com.podi.contracts.wallet.HoldView;
import com.podi.wallet.account.OpenAccounts;
import com.podi.wallet.database.RoundTrip;
import com.podi.wallet.hold.Hold.Key;
import com.podi.wallet.ledger.EntryType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The accounts and holds that one transaction works on: each operation sees what the ones before it left. */
final class Desk {

    private final OpenAccounts accounts;
    private final Duration ttl;
    private final Map<String, Hold> byId = new HashMap<>();
    private final Map<Key, Hold> byKey = new HashMap<>();
    private final List<Hold> added = new ArrayList<>();
    private final List<Hold> ended = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    Desk(OpenAccounts accounts, Duration ttl) {
        this.accounts = accounts;
        this.ttl = ttl;
    }

    /** @param databaseTime by which holds expire */
    void setTo(Instant databaseTime) {
        now = databaseTime;
    }

    void lay(Hold hold) {
        byId.put(hold.holdId(), hold);
        byKey.put(hold.key(), hold);
    }

    Optional<Hold> find(String holdId) {
        return Optional.ofNullable(byId.get(holdId));
    }

    Optional<Hold> find(Key key) {
        return Optional.ofNullable(byKey.get(key));
    }

    Instant expiry() {
        return now.plus(ttl);
    }

    HoldView add(Hold hold) {
        accounts.freeze(hold.userId(), hold.points(), hold.purpose(null));
        added.add(hold);
        lay(hold);
        return view(hold);
    }

    /** @param why what is not charged goes back, RELEASE or EXPIRE */
    HoldView end(Hold hold, EntryType why, @Nullable String reason) {
        long returned = hold.points() - hold.chargedPoints();
        if (hold.chargedPoints() > 0) {
            accounts.spendFrozen(hold.userId(), hold.chargedPoints(), hold.purpose(null));
        }
        if (returned > 0) {
            accounts.unfreeze(hold.userId(), returned, why, hold.purpose(reason));
        }
        ended.add(hold);
        lay(hold);
        return view(hold);
    }

    HoldView view(Hold hold) {
        return hold.view(accounts.balanceOf(hold.userId()));
    }

    void write(RoundTrip write, HoldRepository holds) {
        if (!added.isEmpty()) {
            holds.insert(write, added, ttl);
        }
        if (!ended.isEmpty()) {
            holds.end(write, ended);
        }
        accounts.write(write);
    }
}
