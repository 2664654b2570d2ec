package com.podi.gateway.errors;

import com.podi.gateway.trace.Traces;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Tells the caller the trace id, so that a complaint can be followed through the logs, and a browser not to guess what
 * our own answers are.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class AnswerHeaders implements WebFilter {

    static final String CONTENT_TYPE_OPTIONS = "X-Content-Type-Options";
    static final String NO_GUESSES = "nosniff";

    private static final String TRACE_ID = "X-Trace-Id";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String traceId = Traces.idOf(exchange).orElse(null);
        exchange.getResponse().beforeCommit(() -> {
            HttpHeaders headers = exchange.getResponse().getHeaders();
            if (traceId != null) {
                // Last of all: the service behind has set its own, and one is enough.
                headers.set(TRACE_ID, traceId);
            }
            if (exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR) == null) {
                headers.set(CONTENT_TYPE_OPTIONS, NO_GUESSES);
            }
            return Mono.empty();
        });
        return chain.filter(exchange);
    }
}
