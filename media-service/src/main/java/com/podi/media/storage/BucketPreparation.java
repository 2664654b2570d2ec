package com.podi.media.storage;

import com.podi.contracts.error.PodiException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Sees to the bucket before the service says that it is ready; a store that starts later is waited for. */
@Component
class BucketPreparation implements ApplicationRunner {

    private static final Logger log = LoggerFactory.getLogger(BucketPreparation.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private final MinioObjectStore store;

    BucketPreparation(MinioObjectStore store) {
        this.store = store;
    }

    @Override
    public void run(ApplicationArguments arguments) throws InterruptedException {
        while (!isPrepared()) {
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private boolean isPrepared() {
        try {
            store.createBucketIfMissing();
            return true;
        } catch (PodiException unavailable) {
            log.warn("waiting for the bucket: {}", unavailable.getMessage());
            return false;
        }
    }
}
