package com.podi.starter.web;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

/** The W3C trace id of what is going on. */
public final class Traces {

    private final SingletonSupplier<Tracer> tracer;

    Traces(ObjectProvider<Tracer> tracer) {
        this.tracer = SingletonSupplier.ofNullable(tracer::getIfAvailable);
    }

    public @Nullable String currentId() {
        Tracer present = tracer.get();
        Span span = present == null ? null : present.currentSpan();
        return span == null ? null : span.context().traceId();
    }
}
