package com.podi.gateway.identity;

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
import com.podi.contracts.error.ErrorCode;
import com.podi.gateway.session.SessionEndings;
import java.net.MalformedURLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/** What makes a token good, and what is said of one that is not. */
@Configuration(proxyBeanMethods = false)
class TokenChecks {

    private static final String EXPIRED = "token_expired";
    private static final String ENDED = "session_ended";
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final int KEY_TIMEOUT_MS = 2_000;
    private static final int KEY_SIZE_LIMIT_BYTES = 64 * 1024;
    private static final int KEY_INTERVAL_MS = 1_000;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    ReactiveJwtDecoder jwtDecoder(TokenProperties properties, Clock clock, SessionEndings sessions)
            throws MalformedURLException {
        JWKSource<SecurityContext> keys = keys(properties);
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSource(
                        token -> Flux.defer(() -> fitting(keys, token)).subscribeOn(Schedulers.boundedElastic()))
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(
                new JwtClaimValidator<>(
                        JwtClaimNames.ISS, issuer -> properties.issuer().equals(String.valueOf(issuer))),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(properties.audience())))));
        return new RememberedTokens(
                decoder, new DelegatingOAuth2TokenValidator<>(List.of(notExpired(clock), notEnded(sessions))));
    }

    /**
     * Keys are fetched when an unknown one is named, by one for all who wait, and kept for as long as Keycloak does not
     * answer. Tokens that name keys of their own invention make us ask once a second at most.
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

    private static Flux<JWK> fitting(JWKSource<SecurityContext> keys, SignedJWT token) {
        try {
            return Flux.fromIterable(keys.get(new JWKSelector(JWKMatcher.forJWSHeader(token.getHeader())), null));
        } catch (RateLimitReachedException nobodyAsksSoOften) {
            return Flux.empty();
        } catch (KeySourceException away) {
            return Flux.error(away);
        }
    }

    /** An expired token is mended by a refresh; whatever else is wrong with it, it never was any good. */
    static ErrorCode codeOf(AuthenticationException failure) {
        return failure.getCause() instanceof JwtValidationException invalid
                        && invalid.getErrors().stream()
                                .allMatch(error -> error.getErrorCode().equals(EXPIRED))
                ? ErrorCode.TOKEN_EXPIRED
                : ErrorCode.TOKEN_INVALID;
    }

    static Collection<GrantedAuthority> roles(Jwt token) {
        Map<String, Object> realm = token.getClaimAsMap("realm_access");
        return realm != null && realm.get("roles") instanceof Collection<?> roles
                ? roles.stream()
                        .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                        .toList()
                : List.of();
    }

    private static OAuth2TokenValidator<Jwt> notEnded(SessionEndings sessions) {
        return token -> sessions.contains(token.getClaimAsString("sid"))
                ? OAuth2TokenValidatorResult.failure(new OAuth2Error(ENDED))
                : OAuth2TokenValidatorResult.success();
    }

    private static OAuth2TokenValidator<Jwt> notExpired(Clock clock) {
        return token -> {
            Instant expiresAt = token.getExpiresAt();
            return expiresAt != null && clock.instant().isBefore(expiresAt.plus(CLOCK_SKEW))
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(new OAuth2Error(EXPIRED));
        };
    }
}
