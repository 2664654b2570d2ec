package com.podi.gateway.identity;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.jwk.source.RateLimitReachedException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.SignedJWT;
import java.net.MalformedURLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What makes a token good whatever the time: who signed it, and for whom. */
@Configuration(proxyBeanMethods = false)
class TokenChecks {

    private static final int KEY_TIMEOUT_MS = 2_000;
    private static final int KEY_SIZE_LIMIT_BYTES = 64 * 1024;
    private static final int KEY_INTERVAL_MS = 1_000;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ReactiveJwtDecoder signatures(TokenProperties properties) throws MalformedURLException {
        JWKSource<SecurityContext> keys = keys(properties);
        AtomicBoolean known = new AtomicBoolean();
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource(
                        token -> Flux.defer(() -> fitting(keys, token, known)).subscribeOn(Schedulers.boundedElastic()))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(
                new JwtClaimValidator<>(
                        JwtClaimNames.ISS, issuer -> properties.issuer().equals(String.valueOf(issuer))),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(properties.audience())))));
        return decoder;
    }

    /**
     * Keys are fetched when an unknown one is named, by one for all who wait, and kept for as long as Keycloak does not
     * answer. Tokens that name keys of their own invention make us ask twice a second at most.
     */
    private static JWKSource<SecurityContext> keys(TokenProperties properties) throws MalformedURLException {
        return JWKSourceBuilder.create(
                        properties.jwks().toURL(),
                        new DefaultResourceRetriever(KEY_TIMEOUT_MS, KEY_TIMEOUT_MS, KEY_SIZE_LIMIT_BYTES))
                .retrying(true)
                .outageTolerantForever()
                .rateLimited(KEY_INTERVAL_MS)
                .build();
    }

    private static Flux<JWK> fitting(JWKSource<SecurityContext> keys, SignedJWT token, AtomicBoolean known) {
        if (!token.getHeader().getAlgorithm().equals(JWSAlgorithm.RS256)) {
            return Flux.empty();
        }
        try {
            List<JWK> fitting = keys.get(new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader())), null);
            known.set(true);
            return Flux.fromIterable(fitting);
        } catch (RateLimitReachedException nobodyAsksSoOften) {
            return known.get() ? Flux.empty() : Flux.error(nobodyAsksSoOften);
        } catch (KeySourceException away) {
            return Flux.error(away);
        }
    }
}
