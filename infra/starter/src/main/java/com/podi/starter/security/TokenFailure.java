package com.podi.starter.security;

import com.podi.contracts.error.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;

/** Tells an expired token, which a refresh mends, from one that never was any good. */
final class TokenFailure {

    private static final String EXPIRED = "token_expired";
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);

    private TokenFailure() {}

    static OAuth2TokenValidator<Jwt> notExpired(Clock clock) {
        return token -> {
            Instant expiresAt = token.getExpiresAt();
            return expiresAt != null && clock.instant().isBefore(expiresAt.plus(CLOCK_SKEW))
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(new OAuth2Error(EXPIRED));
        };
    }

    static ErrorCode codeOf(AuthenticationException failure) {
        if (failure instanceof AuthenticationServiceException) {
            // No key could be fetched: the token may be as good as any.
            return ErrorCode.SERVICE_UNAVAILABLE;
        }
        return failure.getCause() instanceof JwtValidationException invalid
                        && invalid.getErrors().stream()
                                .allMatch(error -> error.getErrorCode().equals(EXPIRED))
                ? ErrorCode.TOKEN_EXPIRED
                : ErrorCode.TOKEN_INVALID;
    }
}
