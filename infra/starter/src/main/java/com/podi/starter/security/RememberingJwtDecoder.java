package com.podi.starter.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import java.time.Duration;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/**
 * Verifies the signature of a token once a minute and its claims every time: services call each other thousands of times
 * with one token, and a signature costs more than most calls do.
 */
final class RememberingJwtDecoder implements JwtDecoder {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final int TOKENS = 1_000;

    private final LoadingCache<String, Jwt> verified;
    private final OAuth2TokenValidator<Jwt> claims;

    /** @param signatures looks at the signature alone */
    RememberingJwtDecoder(JwtDecoder signatures, OAuth2TokenValidator<Jwt> claims) {
        this.verified = Caffeine.newBuilder()
                .maximumSize(TOKENS)
                .expireAfterWrite(REMEMBERED)
                .build(signatures::decode);
        this.claims = claims;
    }

    @Override
    public Jwt decode(String token) {
        Jwt jwt = verified.get(token);
        OAuth2TokenValidatorResult result = claims.validate(jwt);
        if (result.hasErrors()) {
            throw new JwtValidationException("claims refused: " + result.getErrors(), result.getErrors());
        }
        return jwt;
    }
}
