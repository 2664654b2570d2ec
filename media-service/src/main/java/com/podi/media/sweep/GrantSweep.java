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
        if (!turns.take(JOB, LEASE)) {
            return;
        }
        try {
            for (List<String> some = grants.expire(BATCH); !some.isEmpty(); some = grants.expire(BATCH)) {
                sweep(some);
                log.info("grants forgotten: count={}", some.size());
                turns.end(JOB, LEASE, null);
            }
            while (grants.forgetClaims(properties.age(), BATCH) == BATCH) {
                turns.end(JOB, LEASE, null);
            }
            turns.end(JOB, Duration.ZERO, null);
        } catch (PodiException away) {
            log.warn("grants not swept: because={}", away.getMessage());
        }
    }

    /** Their grants are over: what is not recorded by now never will be. */
    private void sweep(List<String> keys) {
        Set<String> recorded = objects.holding(keys);
        keys.stream().filter(key -> !recorded.contains(key)).forEach(store::delete);
        grants.remove(keys);
    }
}
