package com.podi.starter.security;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.net.MalformedURLException;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's keys. A key id that is not among them has them fetched anew, since Keycloak may have got new ones; but as
 * anybody can make key ids up, not more often than twice a second, and whatever is unknown then is refused. Only who
 * has never had any keys does not know.
 */
final class KnownKeys implements JWKSource<SecurityContext> {

    private static final int TIMEOUT_MS = 2000;
    private static final int SIZE_LIMIT_BYTES = 64 * 1024;

    /** Two fetches in this time: so long may tokens of a new key have to wait for it when forged ones use them up. */
    private static final long FETCH_INTERVAL_MS = 1000;

    private static final long CACHE_MS = 300_000;
    private static final long WAIT_FOR_FETCH_MS = 5000;

    private final JWKSource<SecurityContext> remote;
    private volatile boolean fetchedOnce;

    KnownKeys(URI address) throws MalformedURLException {
        this.remote = JWKSourceBuilder.create(
                        address.toURL(), new DefaultResourceRetriever(TIMEOUT_MS, TIMEOUT_MS, SIZE_LIMIT_BYTES))
                .cache(CACHE_MS, WAIT_FOR_FETCH_MS)
                .rateLimited(FETCH_INTERVAL_MS)
                .retrying(true)
                .outageTolerantForever()
                .build();
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        try {
            List<JWK> keys = remote.get(selector, context);
            fetchedOnce = true;
            return keys;
        } catch (KeySourceException notFetched) {
            if (fetchedOnce) {
                return List.of();
            }
            throw notFetched;
        }
    }
}
