package com.podi.gateway.identity;

import com.podi.contracts.error.ErrorCode;
import io.netty.channel.ChannelOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtValidationException;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

/** What makes a token good, and what is said of one that is not. */
@Configuration(proxyBeanMethods = false)
class TokenChecks {

    private static final String EXPIRED = "token_expired";
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
    private static final Duration KEY_TIMEOUT = Duration.ofSeconds(2);

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** Keys are fetched when an unknown one is named, and kept until then: an outage of Keycloak is not noticed. */
    @Bean
    ReactiveJwtDecoder jwtDecoder(TokenProperties properties, Clock clock) {
        HttpClient http = HttpClient.create()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(KEY_TIMEOUT.toMillis()))
                .responseTimeout(KEY_TIMEOUT);
        NimbusReactiveJwtDecoder decoder = NimbusReactiveJwtDecoder.withJwkSetUri(
                        properties.jwks().toString())
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .webClient(WebClient.builder()
                        .clientConnector(new ReactorClientHttpConnector(http))
                        .build())
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(List.of(
                notExpired(clock),
                new JwtClaimValidator<>(
                        JwtClaimNames.ISS, issuer -> properties.issuer().equals(String.valueOf(issuer))),
                new JwtClaimValidator<Collection<String>>(
                        JwtClaimNames.AUD, audience -> audience != null && audience.contains(properties.audience())))));
        return decoder;
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

    private static OAuth2TokenValidator<Jwt> notExpired(Clock clock) {
        return token -> {
            Instant expiresAt = token.getExpiresAt();
            return expiresAt != null && clock.instant().isBefore(expiresAt.plus(CLOCK_SKEW))
                    ? OAuth2TokenValidatorResult.success()
                    : OAuth2TokenValidatorResult.failure(new OAuth2Error(EXPIRED));
        };
    }
}
