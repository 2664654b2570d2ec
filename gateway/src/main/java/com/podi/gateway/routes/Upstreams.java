package com.podi.gateway.routes;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.podi.contracts.error.PodiException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.reactor.circuitbreaker.operator.CircuitBreakerOperator;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.RouteToRequestUrlFilter;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Leads to the instances of a service in turn, and to nobody while its breaker is open. An instance that was killed
 * stays in the registry for seconds; a connection that was refused or did not come about has carried nothing, so that any
 * request may be tried on another instance, or again on the only one.
 */
@Component
final class Upstreams implements GlobalFilter, Ordered {

    private static final String SERVICE_BY_NAME = "lb";
    private static final Duration REGISTRY_READ_EVERY = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 3;

    private final AnswerTimeouts timeouts;
    private final CircuitBreakerRegistry breakers;
    private final LoadingCache<String, Instances> services;

    Upstreams(DiscoveryClient registry, CircuitBreakerRegistry breakers, AnswerTimeouts timeouts) {
        this.timeouts = timeouts;
        this.breakers = breakers;
        this.services = Caffeine.newBuilder()
                .expireAfterWrite(REGISTRY_READ_EVERY)
                .build(service -> Instances.of(registry.getInstances(service)));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        URI target = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR);
        if (!SERVICE_BY_NAME.equals(target.getScheme())) {
            return chain.filter(exchange);
        }
        String service = target.getHost();
        Mono<Void> answer =
                timeouts.applyTo(exchange, Mono.defer(() -> attempt(exchange, chain, service, services.get(service))));
        CircuitBreaker breaker = breakers.circuitBreaker(service);
        return timeouts.arePatientWith(exchange)
                ? withoutPermit(breaker, answer)
                : answer.transformDeferred(CircuitBreakerOperator.of(breaker));
    }

    /**
     * A breaker that tries a service again has few permits and decides when all of them are back. A call that may take
     * minutes would keep one for as long and the others out: it takes none, and counts all the same.
     */
    private static Mono<Void> withoutPermit(CircuitBreaker breaker, Mono<Void> answer) {
        return Mono.defer(() -> {
            if (breaker.getState() != CircuitBreaker.State.HALF_OPEN) {
                breaker.acquirePermission();
                breaker.releasePermission();
            }
            long begin = breaker.getCurrentTimestamp();
            return answer.doOnSuccess(done ->
                            breaker.onSuccess(breaker.getCurrentTimestamp() - begin, breaker.getTimestampUnit()))
                    .doOnError(
                            failure -> !(failure instanceof PodiException),
                            failure -> breaker.onError(
                                    breaker.getCurrentTimestamp() - begin, breaker.getTimestampUnit(), failure));
        });
    }

    private static Mono<Void> attempt(
            ServerWebExchange exchange, GatewayFilterChain chain, String service, Instances instances) {
        return instances.count() == 0
                ? Mono.error(new ConnectException("no instance of " + service))
                : attempt(exchange, chain, instances, instances.next(), ATTEMPTS);
    }

    private static Mono<Void> attempt(
            ServerWebExchange exchange, GatewayFilterChain chain, Instances instances, int number, int attemptsLeft) {
        // The URL that the route has made is not always what was asked: it encodes "?a=%20&b==" once more.
        URI asked = exchange.getRequest().getURI();
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_REQUEST_URL_ATTR, instances.address(number, asked));
        return chain.filter(exchange)
                .onErrorResume(failure -> attemptsLeft > 1 && failure instanceof ConnectException, refused -> {
                    ServerWebExchangeUtils.reset(exchange);
                    return attempt(exchange, chain, instances, number + 1, attemptsLeft - 1);
                });
    }

    @Override
    public int getOrder() {
        return RouteToRequestUrlFilter.ROUTE_TO_URL_FILTER_ORDER + 1;
    }
}
