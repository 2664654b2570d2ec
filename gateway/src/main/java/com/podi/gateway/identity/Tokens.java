package com.podi.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.gateway.session.SessionEndings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * Checks a signature once a minute and not at every call, because it costs more than the rest of the call; what time
 * changes is checked at every call.
 */
@Component
final class Tokens {

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
    private static final int REMEMBERED = 5_000;
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private final ReactiveJwtDecoder signatures;
    private final SessionEndings sessions;
    private final Clock clock;
    private final Cache<String, Caller> good = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED_FOR)
            .maximumSize(REMEMBERED)
            .build();

    Tokens(ReactiveJwtDecoder signatures, SessionEndings sessions, Clock clock) {
        this.signatures = signatures;
        this.sessions = sessions;
        this.clock = clock;
    }

    @Nullable
    Caller known(String token) {
        Caller caller = good.getIfPresent(token);
        return caller == null ? null : stillGood(caller);
    }

    Mono<Caller> check(String token) {
        return signatures
                .decode(token)
                .onErrorMap(Tokens::refusal)
                .map(jwt -> stillGood(caller(jwt)))
                .doOnNext(caller -> good.put(token, caller));
    }

    /** An expired token is mended by a refresh; whatever else is wrong with it, it never was any good. */
    private Caller stillGood(Caller caller) {
        if (!clock.instant().isBefore(caller.tokenExpiresAt().plus(CLOCK_SKEW))) {
            throw ErrorCode.TOKEN_EXPIRED.because("expired at %s", caller.tokenExpiresAt());
        }
        String session = caller.sessionId();
        if (session != null && !sessions.areKnown()) {
            throw ErrorCode.SERVICE_UNAVAILABLE.because("nobody has told yet which sessions have ended");
        }
        if (session != null && sessions.contains(session)) {
            throw ErrorCode.TOKEN_INVALID.because("the session has ended");
        }
        return caller;
    }

    /** Without the keys nobody knows what a token is worth. */
    private static PodiException refusal(Throwable failure) {
        ErrorCode errorCode =
                failure instanceof BadJwtException ? ErrorCode.TOKEN_INVALID : ErrorCode.SERVICE_UNAVAILABLE;
        return errorCode.because("%s", failure.getMessage()).causedBy(failure);
    }

    private static Caller caller(Jwt token) {
        if (token.getSubject() == null) {
            throw ErrorCode.TOKEN_INVALID.because("nobody's token");
        }
        Instant expiresAt = token.getExpiresAt();
        return new Caller(
                token.getSubject(),
                roles(token),
                expiresAt == null ? Instant.MIN : expiresAt,
                token.getClaimAsString("sid"));
    }

    private static Set<String> roles(Jwt token) {
        return token.getClaims().get("realm_access") instanceof Map<?, ?> realm
                        && realm.get("roles") instanceof Collection<?> roles
                ? roles.stream().map(String::valueOf).collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }
}
