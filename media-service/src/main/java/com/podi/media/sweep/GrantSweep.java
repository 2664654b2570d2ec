package com.podi.media.sweep;

import com.podi.contracts.error.PodiException;
import com.podi.media.object.MediaObjects;
import com.podi.media.storage.ObjectStore;
import com.podi.media.upload.Grants;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Forgets grants that have run out, and deletes what was put by them but never recorded. */
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

    GrantSweep(Turns turns, Grants grants, MediaObjects objects, ObjectStore store) {
        this.turns = turns;
        this.grants = grants;
        this.objects = objects;
        this.store = store;
    }

    @Scheduled(fixedDelayString = "${podi.media.sweep.poll-interval}")
    void run() {
        if (!turns.take(JOB, LEASE)) {
            return;
        }
        try {
            List<String> expired = grants.expired(BATCH);
            if (!expired.isEmpty()) {
                sweep(expired);
                log.info("grants forgotten: count={}", expired.size());
            }
            turns.end(JOB, Duration.ZERO, null);
        } catch (PodiException away) {
            log.warn("grants not swept: because={}", away.getMessage());
        }
    }

    private void sweep(List<String> keys) {
        Set<String> recorded = objects.holding(keys);
        for (String key : keys) {
            if (!recorded.contains(key)) {
                store.delete(key);
            }
            grants.forget(key);
        }
    }
}
