package com.podi.auth.ending;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Takes up endings that were cut off, and forgets sessions whose tokens have expired. */
@Component
class EndingJob {

    private static final Logger log = LoggerFactory.getLogger(EndingJob.class);
    private static final int BATCH = 100;

    /** Clocks differ a little, and services let a token live half a minute longer. */
    private static final Duration MARGIN = Duration.ofMinutes(10);

    private final EndingRows rows;
    private final Endings endings;
    private final EndingProperties properties;

    EndingJob(EndingRows rows, Endings endings, EndingProperties properties) {
        this.rows = rows;
        this.endings = endings;
        this.properties = properties;
    }

    /** There is no last try: as long as it is not finished, somebody's stolen session may go on. */
    @Scheduled(fixedDelay = 1000)
    void run() {
        for (Ending ending : rows.takeOver(BATCH, properties.retry())) {
            try {
                endings.finish(ending);
                log.info("ending finished: ending={}", ending.endingId());
            } catch (RuntimeException later) {
                log.warn("ending not finished yet: ending={} because={}", ending.endingId(), later.getMessage());
            }
        }
    }

    @Scheduled(fixedDelay = 600_000)
    void purge() {
        rows.purge(properties.tokenLife().plus(MARGIN));
    }
}
