package com.podi.wallet.hold;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Gives back the points of tasks that never said how they ended. */
@Component
class HoldExpiryJob {

    private static final Logger log = LoggerFactory.getLogger(HoldExpiryJob.class);
    private static final int PAGE = 100;

    private final HoldService holds;

    HoldExpiryJob(HoldService holds) {
        this.holds = holds;
    }

    @Scheduled(fixedDelayString = "${podi.wallet.hold.expiry-interval}")
    void run() {
        int expired = holds.expire(PAGE);
        if (expired > 0) {
            log.info("holds expired: count={}", expired);
        }
    }
}
