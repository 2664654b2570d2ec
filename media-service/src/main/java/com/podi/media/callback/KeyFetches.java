package com.podi.media.callback;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys that were fetched, and a few fetches at once; failures are remembered as well, but not for long. */
final class KeyFetches {

    private static final Logger log = LoggerFactory.getLogger(KeyFetches.class);

    private static final int KEYS = 100;
    private static final int AT_ONCE = 2;
    private static final int WAITING = 8;
    private static final Duration KNOWN = Duration.ofHours(1);
    private static final Duration FAILED = Duration.ofSeconds(10);

    private final Fetch fetch;
    private final Duration patience;
    private final Set<URI> expected = ConcurrentHashMap.newKeySet();
    private final AsyncCache<URI, Optional<PublicKey>> keys = Caffeine.newBuilder()
            .maximumSize(KEYS)
            .expireAfter(Expiry.<URI, Optional<PublicKey>>writing((address, key) -> key.isPresent() ? KNOWN : FAILED))
            .buildAsync();
    private final Executor executor;

    KeyFetches(String name, Fetch fetch, Duration patience) {
        this.fetch = fetch;
        this.patience = patience;
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                AT_ONCE, AT_ONCE, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(WAITING), work -> {
                    Thread thread = new Thread(work, name);
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        this.executor = threads;
    }

    /** Here a key lies: only whoever publishes at the hosts of OSS makes them more. */
    void expect(URI address) {
        if (expected.size() < KEYS) {
            expected.add(address);
        }
    }

    boolean expects(URI address) {
        return expected.contains(address);
    }

    /** Empty if there is none, or if it takes too long. */
    Optional<PublicKey> at(URI address) {
        try {
            return keys.get(address, (wanted, unused) -> CompletableFuture.supplyAsync(() -> fetched(wanted), executor))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | ExecutionException | TimeoutException failure) {
            log.warn("no callback key: address={} because={}", address, String.valueOf(failure));
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private Optional<PublicKey> fetched(URI address) {
        try {
            return Optional.of(fetch.from(address));
        } catch (IOException | GeneralSecurityException | RuntimeException failure) {
            log.warn("no callback key: address={} because={}", address, String.valueOf(failure));
            return Optional.empty();
        }
    }

    @FunctionalInterface
    interface Fetch {
        PublicKey from(URI address) throws IOException, GeneralSecurityException;
    }
}
