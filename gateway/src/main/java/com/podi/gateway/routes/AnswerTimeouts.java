package com.podi.gateway.routes;

import com.podi.contracts.error.ErrorCode;
import com.podi.gateway.limits.ArrivingBody;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timeout;
import io.netty.util.concurrent.DefaultThreadFactory;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.cloud.gateway.route.Route;
import org.springframework.cloud.gateway.support.ServerWebExchangeUtils;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.scheduler.Schedulers;

/**
 * How long a service may take until the headers of its answer are there; the body of a stream may be quiet for longer.
 * On a wheel, because nearly every timeout is cancelled, and there that costs next to nothing.
 */
@Component
final class AnswerTimeouts {

    private static final String OF_ROUTE = "answer-within-ms";

    private static final long TICK_MS = 100;
    private static final int TICKS_A_TURN = 512;
    private static final int ANY_NUMBER = -1;

    /** What follows on a timeout is not for the one thread that turns the wheel. */
    private final HashedWheelTimer wheel = new HashedWheelTimer(
            new DefaultThreadFactory("answer-timeouts", true),
            TICK_MS,
            TimeUnit.MILLISECONDS,
            TICKS_A_TURN,
            false,
            ANY_NUMBER,
            Schedulers.parallel()::schedule);

    private final long usualMs;

    AnswerTimeouts(@Value("${podi.gateway.answer-within}") Duration usual) {
        this.usualMs = usual.toMillis();
    }

    /** Fails with {@link TimeoutException}, or refuses the request if it is the client whom the service waits for. */
    <T> Mono<T> applyTo(ServerWebExchange exchange, Mono<T> answer) {
        long limitMs = limitMs(exchange);
        return answer.timeout(Mono.<Void>create(expired -> cancelWith(expired, limitMs)))
                .onErrorMap(
                        TimeoutException.class,
                        late -> ArrivingBody.isIncomplete(exchange)
                                ? ErrorCode.BAD_PARAMETER.because("the body did not arrive within %d ms", limitMs)
                                : late);
    }

    /** Whether the route gives its service longer than usual. */
    boolean arePatientWith(ServerWebExchange exchange) {
        return limitMs(exchange) > usualMs;
    }

    private void cancelWith(MonoSink<Void> expired, long limitMs) {
        // The wheel lets go of a cancelled timeout at its next turn; of all that hangs on this one it shall at once.
        AtomicReference<@Nullable MonoSink<Void>> waiting = new AtomicReference<>(expired);
        Timeout timeout = wheel.newTimeout(
                now -> {
                    MonoSink<Void> late = waiting.get();
                    if (late != null) {
                        late.success();
                    }
                },
                limitMs,
                TimeUnit.MILLISECONDS);
        expired.onDispose(() -> {
            waiting.set(null);
            timeout.cancel();
        });
    }

    private long limitMs(ServerWebExchange exchange) {
        Route route = exchange.getRequiredAttribute(ServerWebExchangeUtils.GATEWAY_ROUTE_ATTR);
        Object own = route.getMetadata().get(OF_ROUTE);
        return own == null ? usualMs : Long.parseLong(own.toString());
    }

    @PreDestroy
    void stop() {
        wheel.stop();
    }
}
