package com.podi.gateway.trace;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import io.micrometer.tracing.propagation.Propagator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/** The W3C trace of a request; read from the exchange, because threads change under way. */
@Component
public final class Traces {

    private final Propagator propagator;
    private final Tracer tracer;

    Traces(Propagator propagator, Tracer tracer) {
        this.propagator = propagator;
        this.tracer = tracer;
    }

    public static Optional<String> idOf(ServerWebExchange exchange) {
        return Optional.ofNullable(spanOf(exchange)).map(span -> span.context().traceId());
    }

    /** Lines that are logged meanwhile have the trace id of the request. */
    public void within(ServerWebExchange exchange, Runnable logging) {
        try (Tracer.SpanInScope scope = tracer.withSpan(spanOf(exchange))) {
            logging.run();
        }
    }

    /** The service behind continues our span; one of our own for the call to it would tell nothing that its own does not. */
    public void passOn(ServerWebExchange exchange, HttpHeaders outgoing) {
        Span span = spanOf(exchange);
        if (span != null) {
            propagator.inject(span.context(), outgoing, HttpHeaders::set);
        }
    }

    private static @Nullable Span spanOf(ServerWebExchange exchange) {
        return ServerRequestObservationContext.findCurrent(exchange.getAttributes())
                .map(observation -> observation.<TracingContext>get(TracingContext.class))
                .map(TracingContext::getSpan)
                .orElse(null);
    }
}
