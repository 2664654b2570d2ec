package com.podi.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

class AnswerTimeoutsTest {

    private final AnswerTimeouts timeouts = new AnswerTimeouts(Duration.ofMillis(100));

    @AfterEach
    void stop() {
        timeouts.stop();
    }

    @Test
    void whatFollowsOnATimeoutDoesNotHoldUpTheOthers() {
        CompletableFuture<String> thread = new CompletableFuture<>();

        timeouts.applyTo(exchange(), Mono.never())
                .doOnError(
                        TimeoutException.class,
                        late -> thread.complete(Thread.currentThread().getName()))
                .onErrorComplete()
                .subscribe();

        assertThat(thread.orTimeout(10, TimeUnit.SECONDS).join()).doesNotContain("answer-timeouts");
    }

    private static MockServerWebExchange exchange() {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get("/"));
        Route route = Route.async()
                .id("route")
                .uri("http://localhost")
                .predicate(unused -> true)
                .build();
        exchange.getAttributes().put(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR, route);
        return exchange;
    }
}
