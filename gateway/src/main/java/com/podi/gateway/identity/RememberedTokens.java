package com.podi.gateway.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import reactor.core.publisher.Mono;

/**
 * Checks a signature once a minute and not at every call, because it costs more than the rest of the call; what time
 * changes is checked at every call.
 */
final class RememberedTokens implements ReactiveJwtDecoder {

    private static final Duration REMEMBERED_FOR = Duration.ofMinutes(1);
    private static final int TOKENS = 5_000;

    private final ReactiveJwtDecoder signatures;
    private final OAuth2TokenValidator<Jwt> everyTime;
    private final Cache<String, Jwt> good = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED_FOR)
            .maximumSize(TOKENS)
            .build();

    RememberedTokens(ReactiveJwtDecoder signatures, OAuth2TokenValidator<Jwt> everyTime) {
        this.signatures = signatures;
        this.everyTime = everyTime;
    }

    @Override
    public Mono<Jwt> decode(String token) {
        Jwt known = good.getIfPresent(token);
        return known == null
                ? signatures.decode(token).map(this::checked).doOnNext(jwt -> good.put(token, jwt))
                : Mono.fromCallable(() -> checked(known));
    }

    private Jwt checked(Jwt token) {
        OAuth2TokenValidatorResult result = everyTime.validate(token);
        if (result.hasErrors()) {
            throw new JwtValidationException("no longer good", result.getErrors());
        }
        return token;
    }
}
