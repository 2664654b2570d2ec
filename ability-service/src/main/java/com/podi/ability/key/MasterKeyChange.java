package com.podi.ability.key;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** When the master key has been replaced, seals with the new one what the former one had sealed; then that one may go. */
@Component
class MasterKeyChange {

    private static final Logger log = LoggerFactory.getLogger(MasterKeyChange.class);

    private final ApiKeys keys;

    MasterKeyChange(ApiKeys keys) {
        this.keys = keys;
    }

    @Scheduled(fixedDelay = 3_600_000)
    void sealAnew() {
        int former = keys.sealAnew();
        if (former > 0) {
            log.info("sealed with the present master key: keys={}", former);
        }
    }
}
