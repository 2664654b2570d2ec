package com.podi.gateway.limits;

import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** What one user may do; whoever comes without a token has no name to count by. */
@Component
@Order(UserLimits.BEHIND_SECURITY)
final class UserLimits implements WebFilter {

    static final int BEHIND_SECURITY = 0;

    private final Allowance calls;

    UserLimits(LimitProperties properties) {
        this.calls = new Allowance(properties.callsPerMinute());
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getPrincipal()
                .doOnNext(user ->
                        calls.spend(user.getName(), exchange.getResponse().getHeaders()))
                .then(chain.filter(exchange));
    }
}
