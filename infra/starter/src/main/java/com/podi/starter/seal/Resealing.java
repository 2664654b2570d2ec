package com.podi.starter.seal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;

/**
 * When the master key has been replaced, seals with the new one what the former one had sealed; then that one may go. Each
 * service does so at its start, and again later, since replicas that were started before go on sealing with the former.
 */
public class Resealing {

    private static final Logger log = LoggerFactory.getLogger(Resealing.class);

    private final Sealer sealer;
    private final List<SealedThings> things;
    private final AtomicInteger left = new AtomicInteger();

    Resealing(Sealer sealer, List<SealedThings> things) {
        this.sealer = sealer;
        this.things = things;
    }

    void showIn(MeterRegistry metrics) {
        Gauge.builder("podi.seal.left", left, AtomicInteger::get)
                .description("Things that could not be sealed with the present master key")
                .register(metrics);
    }

    @Scheduled(fixedDelayString = "PT1H")
    public void run() {
        if (sealer.hasFormerKeys()) {
            left.set(things.stream().mapToInt(this::sealAnew).sum());
        }
    }

    private int sealAnew(SealedThings kind) {
        SealedThings.Resealed resealed = kind.sealAnew();
        if (resealed.anew() > 0 || resealed.left() > 0) {
            log.info(
                    "sealed with the present master key: {}={} left={}", kind.name(), resealed.anew(), resealed.left());
        }
        return resealed.left();
    }
}
