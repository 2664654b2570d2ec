package com.podi.gateway.identity;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Whoever showed a good token.
 *
 * @param id the subject of the token
 * @param sessionId where the token comes from a login; a service has none
 */
public record Caller(
        String id,
        Set<String> roles,
        Instant tokenExpiresAt,
        @Nullable String sessionId) {

    private static final String ATTRIBUTE = Caller.class.getName();

    /** Nobody where no token is asked for and none was sent. */
    public static Optional<Caller> of(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ATTRIBUTE));
    }

    void isCallerOf(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }
}
