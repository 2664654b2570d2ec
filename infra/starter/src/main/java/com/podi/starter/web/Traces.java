package com.podi.starter.web;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** The W3C trace id of what is going on. */
public final class Traces {

    private final ObjectProvider<Tracer> tracer;

    Traces(ObjectProvider<Tracer> tracer) {
        this.tracer = tracer;
    }

    public @Nullable String currentId() {
        Tracer present = tracer.getIfAvailable();
        Span span = present == null ? null : present.currentSpan();
        return span == null ? null : span.context().traceId();
    }
}
