package com.podi.gateway.identity;

import com.podi.contracts.error.ErrorCode;
import com.podi.gateway.errors.ErrorWriter;
import java.time.Duration;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Which pages may call us from a browser. It stands before all that may refuse, because a page is told of a refusal
 * only with these headers.
 */
@Component
@Order(Origins.BEFORE_ALL_REFUSALS)
final class Origins implements WebFilter {

    static final int BEFORE_ALL_REFUSALS = Ordered.HIGHEST_PRECEDENCE + 5;

    private static final Duration PREFLIGHT_AGE = Duration.ofHours(1);

    private final CorsProcessor processor = new DefaultCorsProcessor();
    private final UrlBasedCorsConfigurationSource allowed = new UrlBasedCorsConfigurationSource();
    private final ErrorWriter errors;

    /** Coze's editor reads the plug-in's document from any page; everything else is for known origins. */
    Origins(GatewayProperties properties, ErrorWriter errors) {
        this.errors = errors;
        allowed.registerCorsConfiguration("/api/coze/podi/openapi.json", cors(List.of("*"), List.of("GET", "HEAD")));
        allowed.registerCorsConfiguration(
                "/**", cors(properties.allowedOrigins(), List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!processor.process(allowed.getCorsConfiguration(exchange), exchange)) {
            return errors.write(exchange, ErrorCode.FORBIDDEN);
        }
        return CorsUtils.isPreFlightRequest(exchange.getRequest()) ? Mono.empty() : chain.filter(exchange);
    }

    private static CorsConfiguration cors(List<String> origins, List<String> methods) {
        CorsConfiguration cors = new CorsConfiguration();
        cors.setAllowedOriginPatterns(origins);
        cors.setAllowedMethods(methods);
        cors.setAllowedHeaders(List.of("*"));
        cors.setExposedHeaders(List.of(
                "X-Trace-Id",
                "Retry-After",
                "X-RateLimit-Limit",
                "X-RateLimit-Remaining",
                "X-RateLimit-Reset",
                "Idempotent-Replayed",
                "Location",
                "ETag"));
        cors.setMaxAge(PREFLIGHT_AGE);
        return cors;
    }
}
