package com.podi.starter.event;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/** The W3C {@code traceparent} of what is going on, to be carried along with an event. */
final class TraceParent {

    static final String HEADER = "traceparent";

    private final SingletonSupplier<Tracer> tracer;
    private final SingletonSupplier<Propagator> propagator;

    TraceParent(ObjectProvider<Tracer> tracer, ObjectProvider<Propagator> propagator) {
        this.tracer = SingletonSupplier.ofNullable(tracer::getIfAvailable);
        this.propagator = SingletonSupplier.ofNullable(propagator::getIfAvailable);
    }

    @Nullable
    String current() {
        Tracer present = tracer.get();
        Propagator known = propagator.get();
        Span span = present == null ? null : present.currentSpan();
        if (span == null || known == null) {
            return null;
        }
        Map<String, String> carrier = new HashMap<>();
        known.inject(span.context(), carrier, Map::put);
        return carrier.get(HEADER);
    }
}
