package com.podi.gateway.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.podi.contracts.envelope.ApiResponse;
import com.podi.contracts.session.EndedSession;
import com.podi.contracts.session.EndedSessions;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;

/** The sessions that ended before their tokens did. While auth-service is away, what is known stays known. */
@Component
public final class SessionEndings {

    private static final Logger log = LoggerFactory.getLogger(SessionEndings.class);

    private static final Duration CLOCKS_DIFFER_BY = Duration.ofHours(1);

    private static final ParameterizedTypeReference<ApiResponse<EndedSessions>> ANSWER =
            new ParameterizedTypeReference<>() {};

    private final WebClient authService;
    private final Duration patience;
    private final Clock clock;
    private final Cache<String, Boolean> ended;

    private volatile @Nullable Instant known;
    private volatile Instant heardAt;
    private volatile boolean complete;
    private volatile boolean away;

    SessionEndings(WebClient authService, SessionProperties properties, Clock clock, MeterRegistry meters) {
        this.authService = authService;
        // For the token that is asked with, and for the answer.
        this.patience = properties.timeout().multipliedBy(2);
        this.clock = clock;
        this.heardAt = clock.instant();
        this.ended = Caffeine.newBuilder()
                .expireAfterWrite(properties.tokenLife().plus(CLOCKS_DIFFER_BY))
                .build();
        Gauge.builder("podi.gateway.sessions.age", this, SessionEndings::secondsSinceHeard)
                .description("Seconds since auth-service last told which sessions have ended")
                .baseUnit("seconds")
                .register(meters);
        Gauge.builder("podi.gateway.sessions.ended", ended, Cache::estimatedSize)
                .description("Ended sessions whose tokens are refused")
                .register(meters);
    }

    /** Until auth-service has told all of them once, any session may have ended. */
    public boolean areKnown() {
        return complete;
    }

    public boolean contains(String sessionId) {
        return ended.getIfPresent(sessionId) != null;
    }

    @Scheduled(fixedDelayString = "${podi.gateway.sessions.poll-interval}")
    Mono<Void> poll() {
        return ask().expand(news -> news.endings().size() < EndedSessions.MOST_AT_ONCE ? Mono.empty() : ask())
                .doOnComplete(() -> complete = known != null)
                .doOnError(this::missed)
                .onErrorComplete()
                .then();
    }

    private Mono<EndedSessions> ask() {
        return authService
                .get()
                .uri(uri -> uri.path("/internal/ended-sessions")
                        .queryParamIfPresent("since", Optional.ofNullable(known))
                        .build())
                .retrieve()
                .bodyToMono(ANSWER)
                .map(ApiResponse::data)
                .timeout(patience)
                .doOnNext(this::learn);
    }

    private void learn(EndedSessions news) {
        news.endings().stream().map(EndedSession::sessionId).forEach(session -> ended.put(session, true));
        known = news.asOf();
        heardAt = clock.instant();
        if (away) {
            away = false;
            log.info("auth-service tells again which sessions have ended");
        }
    }

    private void missed(Throwable failure) {
        if (!away) {
            away = true;
            log.warn("auth-service does not tell which sessions have ended: {}", failure.toString());
        }
    }

    private double secondsSinceHeard() {
        return Duration.between(heardAt, clock.instant()).toSeconds();
    }
}
