package com.podi.coze.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.podi.contracts.error.ErrorCode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** So many calls a minute with each token, refilled evenly; every replica counts for itself. */
@Component
public class Allowance {

    /** After a quiet minute a bucket is full again, as a new one is. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

    private static final int CALLERS = 10_000;

    private final long perMinute;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(FORGOTTEN_AFTER)
            .maximumSize(CALLERS)
            .build();

    Allowance(AccessProperties properties) {
        this.perMinute = properties.callsPerMinute();
        if (perMinute < 1) {
            throw new IllegalArgumentException("nobody could call the tools: calls per minute = " + perMinute);
        }
    }

    /** Takes one call from what the caller has, and refuses if there is none. */
    public void spend(CozeCaller caller) {
        ConsumptionProbe probe =
                buckets.get(caller.countedAs(), unused -> full()).tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            Duration wait = Duration.ofNanos(probe.getNanosToWaitForRefill());
            throw ErrorCode.RATE_LIMITED
                    .because("%s has had %d in a minute", caller.countedAs(), perMinute)
                    .retryAfter(Duration.ofSeconds(wait.plusMillis(999).toSeconds()));
        }
    }

    private Bucket full() {
        return Bucket.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(perMinute)
                        .refillGreedy(perMinute, Duration.ofMinutes(1))
                        .build())
                .build();
    }
}
