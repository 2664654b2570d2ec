package com.podi.media.thumbnail;

import com.podi.contracts.error.PodiException;
import com.podi.media.storage.ObjectStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Makes what was ordered, one after the other: what a picture unfolds to is in memory once at a time. */
@Component
class ThumbnailJob {

    private static final Logger log = LoggerFactory.getLogger(ThumbnailJob.class);

    private static final int BATCH = 20;
    private static final int LAST_ATTEMPT = 5;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private final ThumbnailRepository orders;
    private final ThumbnailMaker maker;
    private final ObjectStore store;

    ThumbnailJob(ThumbnailRepository orders, ThumbnailMaker maker, ObjectStore store) {
        this.orders = orders;
        this.maker = maker;
        this.store = store;
    }

    @Scheduled(fixedDelayString = "${podi.media.thumbnail.poll-interval}")
    void run() throws IOException {
        for (int i = 0; i < BATCH; i++) {
            Optional<ThumbnailOrder> order = orders.take(LEASE);
            if (order.isEmpty()) {
                return;
            }
            if (!fulfil(order.get())) {
                return;
            }
        }
    }

    /** Whether it is worth going on; while the store is away it is not. */
    boolean fulfil(ThumbnailOrder order) throws IOException {
        if (order.attempts() > LAST_ATTEMPT) {
            giveUp(order, "too many attempts");
            return true;
        }
        Path file = Files.createTempFile("thumbnail", ".tmp");
        try {
            store.fetch(order.location(), file);
            store.put(order.thumbnailKey(), maker.make(file), Thumbnails.CONTENT_TYPE);
            if (!orders.made(order.objectId())) {
                store.delete(order.thumbnailKey());
            }
        } catch (NoThumbnailException undecodable) {
            giveUp(order, undecodable.getMessage());
        } catch (PodiException away) {
            log.warn("thumbnail postponed: object={} because={}", order.objectId(), away.getMessage());
            orders.postpone(order.objectId(), PAUSE);
            return false;
        } finally {
            Files.deleteIfExists(file);
        }
        return true;
    }

    private void giveUp(ThumbnailOrder order, String reason) {
        log.info("no thumbnail: object={} because={}", order.objectId(), reason);
        orders.impossible(order.objectId());
    }
}
