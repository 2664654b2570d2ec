package com.podi.gateway.errors;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.gateway.trace.Traces;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Turns whatever goes wrong on the way to a service into a refusal; what a service answers passes untouched. */
@Component
@Order(Failures.BEFORE_THE_ERROR_PAGES_OF_BOOT)
final class Failures implements ErrorWebExceptionHandler {

    static final int BEFORE_THE_ERROR_PAGES_OF_BOOT = -2;

    private static final Logger log = LoggerFactory.getLogger(Failures.class);

    private final ErrorWriter errors;
    private final Traces traces;

    Failures(ErrorWriter errors, Traces traces) {
        this.errors = errors;
        this.traces = traces;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        if (failure instanceof ResponseStatusException status) {
            // Which methods are allowed, for one.
            exchange.getResponse().getHeaders().putAll(status.getHeaders());
        }
        if (failure instanceof PodiException refusal && refusal.retryAfter() != null) {
            return errors.write(exchange, refusal.errorCode(), refusal.retryAfter());
        }
        ErrorCode errorCode = codeOf(failure, exchange);
        if (errorCode.status() >= 500) {
            traces.within(exchange, () -> log(errorCode, exchange, failure));
        }
        return errors.write(exchange, errorCode);
    }

    private static void log(ErrorCode errorCode, ServerWebExchange exchange, Throwable failure) {
        if (errorCode == ErrorCode.INTERNAL) {
            log.error("unexpected failure: {}", exchange.getRequest().getPath(), failure);
        } else {
            log.warn("{}: {}: {}", errorCode, exchange.getRequest().getPath(), failure.toString());
        }
    }

    private static ErrorCode codeOf(Throwable failure, ServerWebExchange exchange) {
        if (failure instanceof PodiException refusal) {
            return refusal.errorCode();
        }
        if (failure instanceof ResponseStatusException status) {
            return switch (status.getStatusCode().value()) {
                case 404 -> ErrorCode.NOT_FOUND;
                case 405 -> ErrorCode.METHOD_NOT_ALLOWED;
                case 503 -> unavailable(exchange);
                default -> status.getStatusCode().is4xxClientError() ? ErrorCode.BAD_PARAMETER : ErrorCode.INTERNAL;
            };
        }
        if (failure instanceof TimeoutException) {
            return ErrorCode.EXECUTOR_TIMEOUT;
        }
        return isOutage(failure) ? unavailable(exchange) : ErrorCode.INTERNAL;
    }

    /** The breaker is open, or the connection broke. */
    private static boolean isOutage(Throwable failure) {
        return failure instanceof CallNotPermittedException || failure instanceof IOException;
    }

    /** A route may have its own word for it, in its metadata. */
    private static ErrorCode unavailable(ServerWebExchange exchange) {
        Route route = exchange.getAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        return route == null || !(route.getMetadata().get("unavailable") instanceof String name)
                ? ErrorCode.SERVICE_UNAVAILABLE
                : ErrorCode.valueOf(name);
    }
}
