package com.podi.gateway.limits;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.podi.contracts.error.ErrorCode;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import java.time.Duration;
import org.springframework.http.HttpHeaders;

/**
 * So many calls a minute for everybody who is told apart by a key, refilled evenly. Counted in this process: behind
 * several gateways a client has as much at each of them.
 */
final class Allowance {

    static final String LIMIT = "X-RateLimit-Limit";
    static final String REMAINING = "X-RateLimit-Remaining";
    static final String RESET = "X-RateLimit-Reset";

    /** After a quiet minute a bucket is full again, as a new one is. */
    private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(2);

    private static final int KEYS = 100_000;

    private final long perMinute;
    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .expireAfterAccess(FORGOTTEN_AFTER)
            .maximumSize(KEYS)
            .build();

    Allowance(long perMinute) {
        this.perMinute = perMinute;
    }

    /** Takes one call from what the caller has, refuses if there is none, and tells in the headers what is left. */
    void spend(String key, HttpHeaders headers) {
        ConsumptionProbe probe = buckets.get(key, unused -> full()).tryConsumeAndReturnRemaining(1);
        headers.set(LIMIT, Long.toString(perMinute));
        headers.set(REMAINING, Long.toString(probe.getRemainingTokens()));
        headers.set(RESET, Long.toString(seconds(probe.getNanosToWaitForReset())));
        if (!probe.isConsumed()) {
            throw ErrorCode.RATE_LIMITED
                    .because("%s has had %d in a minute", key, perMinute)
                    .retryAfter(Duration.ofSeconds(seconds(probe.getNanosToWaitForRefill())));
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

    private static long seconds(long nanos) {
        return Duration.ofNanos(nanos).plusMillis(999).toSeconds();
    }
}
