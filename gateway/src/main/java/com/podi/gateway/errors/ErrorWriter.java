package com.podi.gateway.errors;

import com.podi.contracts.envelope.ErrorResponse;
import com.podi.contracts.error.ErrorCode;
import com.podi.gateway.trace.Traces;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes refusals in the envelope of all services. */
@Component
public final class ErrorWriter {

    private static final Duration WHEN_UNAVAILABLE = Duration.ofSeconds(2);

    private final JsonMapper json;

    ErrorWriter(JsonMapper json) {
        this.json = json;
    }

    public Mono<Void> write(ServerWebExchange exchange, ErrorCode errorCode) {
        return write(exchange, errorCode, errorCode.status() == 503 ? WHEN_UNAVAILABLE : null);
    }

    Mono<Void> write(ServerWebExchange exchange, ErrorCode errorCode, @Nullable Duration retryAfter) {
        Locale locale = exchange.getLocaleContext().getLocale();
        byte[] body = json.writeValueAsBytes(ErrorResponse.of(
                errorCode,
                List.of(),
                locale == null ? Locale.CHINESE : locale,
                Traces.idOf(exchange).orElse(null)));
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(errorCode.status()));
        HttpHeaders headers = response.getHeaders();
        headers.setContentType(MediaType.APPLICATION_JSON);
        headers.setContentLength(body.length);
        headers.setCacheControl(CacheControl.noStore());
        headers.set(AnswerHeaders.CONTENT_TYPE_OPTIONS, AnswerHeaders.NO_GUESSES);
        if (retryAfter != null) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
        return response.writeWith(Mono.just(response.bufferFactory().wrap(body)));
    }
}
