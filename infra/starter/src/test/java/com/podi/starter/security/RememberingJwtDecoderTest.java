package com.podi.starter.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtValidationException;

class RememberingJwtDecoderTest {

    private final AtomicInteger verified = new AtomicInteger();
    private boolean expired;

    private final RememberingJwtDecoder decoder = new RememberingJwtDecoder(
            this::verify,
            token -> expired
                    ? OAuth2TokenValidatorResult.failure(new OAuth2Error("token_expired"))
                    : OAuth2TokenValidatorResult.success());

    @Test
    void aSignatureIsVerifiedOnceAndTheClaimsEveryTime() {
        assertThat(decoder.decode("good").getSubject()).isEqualTo("ann");
        assertThat(decoder.decode("good").getSubject()).isEqualTo("ann");
        assertThat(verified).hasValue(1);

        expired = true;
        assertThatThrownBy(() -> decoder.decode("good")).isInstanceOf(JwtValidationException.class);
    }

    @Test
    void aTokenThatIsNoGoodIsVerifiedAgainAndRefusedAgain() {
        assertThatThrownBy(() -> decoder.decode("bad")).isInstanceOf(BadJwtException.class);
        assertThatThrownBy(() -> decoder.decode("bad")).isInstanceOf(BadJwtException.class);
        assertThat(verified).hasValue(2);
    }

    private Jwt verify(String token) {
        verified.incrementAndGet();
        if (token.equals("bad")) {
            throw new BadJwtException("signature");
        }
        return Jwt.withTokenValue(token)
                .header("alg", "RS256")
                .subject("ann")
                .expiresAt(Instant.MAX)
                .build();
    }
}
