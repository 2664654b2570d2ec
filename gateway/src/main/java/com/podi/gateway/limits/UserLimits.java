package com.podi.gateway.limits;

import com.podi.gateway.identity.Caller;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** What one user may do; whoever comes without a token has no name to count by. */
@Component
@Order(UserLimits.BEHIND_THE_DOOR)
final class UserLimits implements WebFilter {

    static final int BEHIND_THE_DOOR = 0;

    private final Allowance calls;

    UserLimits(LimitProperties properties) {
        this.calls = new Allowance(properties.callsPerMinute());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Caller.of(exchange)
                .ifPresent(caller ->
                        calls.spend(caller.id(), exchange.getResponse().getHeaders()));
        return chain.filter(exchange);
    }
}
