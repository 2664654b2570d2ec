package com.podi.media.sweep;

import com.podi.contracts.error.PodiException;
import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObjects;
import com.podi.media.storage.Found;
import com.podi.media.storage.ObjectStore;
import com.podi.media.thumbnail.Thumbnails;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Goes through the store, a page at a time, and deletes what no record, no grant and no thumbnail explains: whoever died
 * between a copy and its record left it there.
 */
@Component
class StoreSweep {

    static final String JOB = "store";

    private static final Logger log = LoggerFactory.getLogger(StoreSweep.class);
    private static final int PAGE = 1000;
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Turns turns;
    private final Grants grants;
    private final MediaObjects objects;
    private final Thumbnails thumbnails;
    private final ObjectStore store;
    private final BucketMark mark;
    private final SweepProperties properties;

    StoreSweep(
            Turns turns,
            Grants grants,
            MediaObjects objects,
            Thumbnails thumbnails,
            ObjectStore store,
            BucketMark mark,
            SweepProperties properties) {
        this.turns = turns;
        this.grants = grants;
        this.objects = objects;
        this.thumbnails = thumbnails;
        this.store = store;
        this.mark = mark;
        this.properties = properties;
    }

    @Scheduled(fixedDelayString = "${podi.media.sweep.poll-interval}")
    void run() {
        turns.take(JOB, LEASE).ifPresent(this::run);
    }

    private void run(Turns.Turn turn) {
        try {
            if (!mark.isOurs()) {
                turn.end(properties.storeInterval(), null);
                return;
            }
            String last = turn.mark();
            List<Found> page = store.list(last == null ? "" : last, PAGE);
            sweep(page);
            if (page.size() < PAGE) {
                turn.end(properties.storeInterval(), null);
            } else {
                turn.end(Duration.ZERO, page.get(page.size() - 1).key());
            }
        } catch (PodiException away) {
            log.warn("store not swept: because={}", away.getMessage());
        }
    }

    private void sweep(List<Found> page) {
        Instant old = turns.now().minus(properties.age());
        List<String> suspects = page.stream()
                .filter(found -> found.writtenAt().isBefore(old))
                .map(Found::key)
                .filter(key -> BucketMark.OURS.stream().anyMatch(key::startsWith))
                .toList();
        if (suspects.isEmpty()) {
            return;
        }
        Set<String> explained = new HashSet<>(objects.holding(suspects));
        explained.addAll(grants.known(suspects));
        explained.addAll(thumbnails.belonging(suspects));
        suspects.stream().filter(key -> !explained.contains(key)).forEach(key -> {
            store.delete(key);
            log.info("swept: object={}", key);
        });
    }
}
