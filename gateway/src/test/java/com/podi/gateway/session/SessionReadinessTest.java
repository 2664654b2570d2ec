package com.podi.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.util.unit.DataSize;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

class SessionReadinessTest {

    private static final Duration AWAITED_FOR = Duration.ofSeconds(30);
    private static final Mono<ClientResponse> AWAY = Mono.error(new IllegalStateException("away"));
    private static final Mono<ClientResponse> NONE_HAS_ENDED =
            Mono.fromSupplier(() -> ClientResponse.create(HttpStatus.OK)
                    .header(HttpHeaders.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE)
                    .body("{\"code\":200,\"data\":{\"asOf\":\"2026-01-31T08:00:00Z\",\"endings\":[]}}")
                    .build());

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-31T08:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
    private final AtomicReference<Mono<ClientResponse>> authService = new AtomicReference<>(AWAY);
    private final SessionProperties properties = new SessionProperties(
            Duration.ofSeconds(2),
            AWAITED_FOR,
            Duration.ofSeconds(2),
            DataSize.ofMegabytes(4),
            Duration.ofDays(1),
            "",
            "");
    private final SessionEndings sessions = new SessionEndings(
            WebClient.builder().exchangeFunction(request -> authService.get()).build(),
            properties,
            clock,
            new SimpleMeterRegistry());
    private final SessionReadiness readiness = new SessionReadiness(sessions, properties, clock);

    @Test
    void theFirstAnswerMakesReady() {
        sessions.poll().block();
        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);

        authService.set(NONE_HAS_ENDED);
        sessions.poll().block();
        assertThat(sessions.areKnown()).isTrue();
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);

        authService.set(AWAY);
        sessions.poll().block();
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void withoutAnAnswerNobodyWaitsForEver() {
        sessions.poll().block();
        now.set(now.get().plus(AWAITED_FOR));

        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
        assertThat(sessions.areKnown()).isFalse();
    }
}
