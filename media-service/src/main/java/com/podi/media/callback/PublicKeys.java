package com.podi.media.callback;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.podi.contracts.error.PodiException;
import com.podi.starter.http.GuardedHttp;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The keys of OSS, fetched when a callback names one. Anybody can name one: little is fetched, and failures are remembered. */
@Component
class PublicKeys {

    private static final Logger log = LoggerFactory.getLogger(PublicKeys.class);

    private static final long MOST_BYTES = 8 * 1024;
    private static final int KEYS = 100;
    private static final Duration KNOWN = Duration.ofHours(1);
    private static final Duration FAILED = Duration.ofSeconds(10);

    private final GuardedHttp http;
    private final CallbackProperties properties;
    private final Cache<URI, Optional<PublicKey>> keys = Caffeine.newBuilder()
            .maximumSize(KEYS)
            .expireAfter(Expiry.<URI, Optional<PublicKey>>writing((address, key) -> key.isPresent() ? KNOWN : FAILED))
            .build();
    private final ExecutorService fetching =
            new ThreadPoolExecutor(0, 2, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(4), work -> {
                Thread thread = new Thread(work, "oss-key");
                thread.setDaemon(true);
                return thread;
            });

    PublicKeys(GuardedHttp http, CallbackProperties properties) {
        this.http = http;
        this.properties = properties;
    }

    /** Empty if the address is not one of those of OSS, or no key is to be had there now. */
    Optional<PublicKey> at(String encodedAddress) {
        return KeyAddress.of(encodedAddress, properties.keyHosts())
                .flatMap(address -> keys.get(address, this::fetchInTime));
    }

    private Optional<PublicKey> fetchInTime(URI address) {
        try {
            return Optional.of(fetching.submit(() -> fetch(address))
                    .get(properties.keyPatience().toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException | RejectedExecutionException failure) {
            log.warn("no callback key: address={} because={}", address, String.valueOf(failure));
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private PublicKey fetch(URI address) throws IOException, GeneralSecurityException, PodiException {
        Path file = Files.createTempFile("oss-key", ".pem");
        try {
            http.download(address.toString(), file, MOST_BYTES);
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    static PublicKey parse(String pem) throws GeneralSecurityException {
        String base64 = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
    }
}
