package com.podi.gateway.trace;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Tells the caller the trace id, so that a complaint can be followed through the logs. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class TraceIdFilter implements WebFilter {

    private static final String HEADER = "X-Trace-Id";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Traces.idOf(exchange).ifPresent(id -> exchange.getResponse().beforeCommit(() -> {
            // Last of all: the service behind has set its own, and one is enough.
            exchange.getResponse().getHeaders().set(HEADER, id);
            return Mono.empty();
        }));
        return chain.filter(exchange);
    }
}
