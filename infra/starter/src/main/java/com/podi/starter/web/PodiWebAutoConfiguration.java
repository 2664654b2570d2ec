package com.podi.starter.web;

import com.podi.contracts.error.ErrorCode;
import io.micrometer.tracing.Tracer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.LocaleResolver;
import tools.jackson.databind.json.JsonMapper;

/** Envelope, errors and trace id for every servlet service. */
@AutoConfiguration(before = ErrorMvcAutoConfiguration.class)
class PodiWebAutoConfiguration {

    /** Behind the observation filter, which opens the span, and before security, which may refuse. */
    private static final int TRACE_FILTER_ORDER = Ordered.HIGHEST_PRECEDENCE + 10;

    @Bean
    Traces traces(ObjectProvider<Tracer> tracer) {
        return new Traces(tracer);
    }

    @Bean
    FilterRegistrationBean<TraceIdFilter> traceIdFilter(Traces traces) {
        FilterRegistrationBean<TraceIdFilter> registration = new FilterRegistrationBean<>(new TraceIdFilter(traces));
        registration.setOrder(TRACE_FILTER_ORDER);
        return registration;
    }

    @Bean
    BodyIsJsonFilter bodyIsJsonFilter() {
        return new BodyIsJsonFilter();
    }

    @Bean
    EnvelopeStatusAdvice envelopeStatusAdvice() {
        return new EnvelopeStatusAdvice();
    }

    @Bean
    ErrorWriter errorWriter(JsonMapper json, Traces traces, LocaleResolver localeResolver) {
        return new ErrorWriter(json, traces, localeResolver);
    }

    @Bean
    ErrorPageController errorPageController(ErrorWriter errors) {
        return new ErrorPageController(errors);
    }

    @Bean
    ErrorAdvice errorAdvice(
            Traces traces, @Value("${podi.error.when-storage-is-away:SERVICE_UNAVAILABLE}") ErrorCode code) {
        return new ErrorAdvice(traces, code);
    }
}
