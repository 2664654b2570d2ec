package com.podi.gateway.identity;

import com.podi.contracts.error.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Who may go where. Every service checks again; what is turned away here costs them nothing. */
@Component
@Order(Doorkeeper.BEFORE_THE_LIMITS_OF_USERS)
final class Doorkeeper implements WebFilter {

    static final int BEFORE_THE_LIMITS_OF_USERS = -100;

    private static final String SCHEME = "Bearer ";

    private final Tokens tokens;

    Doorkeeper(Tokens tokens) {
        this.tokens = tokens;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Access access = Access.to(exchange.getRequest());
        if (access == Access.UNREAD) {
            return chain.filter(exchange);
        }
        List<String> proofs = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.AUTHORIZATION);
        if (proofs.size() > 1) {
            // A service might read another one than we.
            return Mono.error(ErrorCode.TOKEN_INVALID.because("%d proofs at once", proofs.size()));
        }
        String token = proofs.isEmpty() ? null : tokenIn(proofs.get(0));
        if (token == null) {
            return access.needsToken()
                    ? Mono.error(ErrorCode.TOKEN_INVALID.because("no token"))
                    : chain.filter(exchange);
        }
        Caller known = tokens.known(token);
        return known == null
                ? tokens.check(token).flatMap(caller -> enter(exchange, chain, access, caller))
                : enter(exchange, chain, access, known);
    }

    private Mono<Void> enter(ServerWebExchange exchange, WebFilterChain chain, Access access, Caller caller) {
        if (!access.isGrantedTo(caller)) {
            return Mono.error(ErrorCode.FORBIDDEN.because("%s has the roles %s", caller.id(), caller.roles()));
        }
        caller.isCallerOf(exchange);
        return chain.filter(exchange);
    }

    private static @Nullable String tokenIn(String proof) {
        return proof.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) ? proof.substring(SCHEME.length()) : null;
    }
}
