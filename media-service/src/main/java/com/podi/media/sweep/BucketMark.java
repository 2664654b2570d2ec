package com.podi.media.sweep;

import com.podi.media.grant.Grants;
import com.podi.media.object.MediaObjects;
import com.podi.media.storage.Found;
import com.podi.media.storage.ObjectStore;
import com.podi.media.storage.StoredObject;
import com.podi.media.thumbnail.Thumbnails;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Says in the bucket which database explains what lies there: before an empty or another one nothing would be explained,
 * and everything deleted.
 */
@Component
class BucketMark {

    static final String KEY = "podi-installation";
    static final String METRIC = "podi.media.sweep.refused";

    /** Whatever else lies in the bucket is not ours to judge. */
    static final List<String> OURS = List.of("uploads/", "results/", "thumbnails/");

    private static final Logger log = LoggerFactory.getLogger(BucketMark.class);
    private static final String NONE = "none";
    private static final int SAMPLE = 1000;
    private static final int LONGEST = 100;

    private final JdbcClient jdbc;
    private final ObjectStore store;
    private final MediaObjects objects;
    private final Grants grants;
    private final Thumbnails thumbnails;
    private volatile boolean isRefused;

    BucketMark(
            JdbcClient jdbc,
            ObjectStore store,
            MediaObjects objects,
            Grants grants,
            Thumbnails thumbnails,
            MeterRegistry metrics) {
        this.jdbc = jdbc;
        this.store = store;
        this.objects = objects;
        this.grants = grants;
        this.thumbnails = thumbnails;
        Gauge.builder(METRIC, this, mark -> mark.isRefused ? 1 : 0)
                .description("1 while the bucket belongs to another database and is not swept")
                .register(metrics);
    }

    /** Looks for the mark, and makes it where there is none and nothing speaks against it. */
    boolean isOurs() {
        Installation installation = jdbc.sql("select id, knew_pictures from installation")
                .query(Installation.class)
                .single();
        String marked = store.find(KEY).map(this::text).orElse(NONE);
        if (marked.equals(NONE) && mayTake(installation)) {
            store.put(KEY, installation.id().getBytes(StandardCharsets.US_ASCII), "text/plain");
            marked = installation.id();
        }
        isRefused = !marked.equals(installation.id());
        if (isRefused) {
            log.error("store not swept: bucket={} {}={} database={}", store.bucket(), KEY, marked, installation.id());
        }
        return !isRefused;
    }

    private String text(StoredObject mark) {
        return new String(store.read(mark, 0, LONGEST), StandardCharsets.US_ASCII).strip();
    }

    /** All that lies there must be known; from before there were marks, some of it. */
    private boolean mayTake(Installation installation) {
        List<String> keys =
                OURS.stream().flatMap(prefix -> sample(prefix).stream()).toList();
        if (keys.isEmpty()) {
            return true;
        }
        Set<String> known = new HashSet<>(objects.holding(keys));
        known.addAll(grants.known(keys));
        known.addAll(thumbnails.belonging(keys));
        return known.size() == keys.size() || installation.knewPictures() && !known.isEmpty();
    }

    private List<String> sample(String prefix) {
        return store.list(prefix, SAMPLE).stream()
                .map(Found::key)
                .filter(key -> key.startsWith(prefix))
                .toList();
    }

    private record Installation(String id, boolean knewPictures) {}
}
