package com.podi.media.sweep;

import com.podi.contracts.error.PodiException;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObjects;
import com.podi.media.storage.ObjectStore;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets grants that have run out, and deletes what was put by them but never recorded; then whose tasks are gone. */
@Component
class GrantSweep {

    static final String JOB = "grants";

    private static final Logger log = LoggerFactory.getLogger(GrantSweep.class);
    private static final int BATCH = 200;
    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Turns turns;
    private final Grants grants;
    private final MediaObjects objects;
    private final ObjectStore store;
    private final SweepProperties properties;

    GrantSweep(Turns turns, Grants grants, MediaObjects objects, ObjectStore store, SweepProperties properties) {
        this.turns = turns;
        this.grants = grants;
        this.objects = objects;
        this.store = store;
        this.properties = properties;
    }

    @Scheduled(fixedDelayString = "${podi.media.sweep.poll-interval}")
    void run() {
        turns.take(JOB, LEASE).ifPresent(this::run);
    }

    private void run(Turns.Turn turn) {
        try {
            if (forgetGrants(turn) && forgetClaims(turn)) {
                turn.end(Duration.ZERO, null);
            } else {
                log.warn("grants left to whoever took the turn over");
            }
        } catch (PodiException away) {
            log.warn("grants not swept: because={}", away.getMessage());
        }
    }

    /** @return false if the turn is another's by now */
    private boolean forgetGrants(Turns.Turn turn) {
        for (List<String> some = grants.expire(BATCH); !some.isEmpty(); some = grants.expire(BATCH)) {
            if (!sweep(turn, some)) {
                return false;
            }
            log.info("grants forgotten: count={}", some.size());
        }
        return true;
    }

    /**
     * Their grants are over: what is not recorded by now never will be. Nothing is deleted that somebody else may have
     * freed, and a user filled again: so each has a lease before it that is longer than any call to the store.
     */
    private boolean sweep(Turns.Turn turn, List<String> keys) {
        Set<String> recorded = objects.holding(keys);
        for (String key : keys) {
            if (!turn.renew(LEASE)) {
                return false;
            }
            if (!recorded.contains(key)) {
                store.delete(key);
            }
        }
        if (!turn.renew(LEASE)) {
            return false;
        }
        grants.remove(keys);
        return true;
    }

    private boolean forgetClaims(Turns.Turn turn) {
        while (grants.forgetClaims(properties.age(), BATCH) == BATCH) {
            if (!turn.renew(LEASE)) {
                return false;
            }
        }
        return true;
    }
}
