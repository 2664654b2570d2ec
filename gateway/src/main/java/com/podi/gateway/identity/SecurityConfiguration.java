package com.podi.gateway.identity;

import com.podi.contracts.error.ErrorCode;
import com.podi.gateway.errors.ErrorWriter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.server.resource.authentication.ReactiveJwtAuthenticationConverter;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.firewall.ServerExchangeRejectedHandler;
import org.springframework.security.web.server.firewall.ServerWebExchangeFirewall;
import org.springframework.security.web.server.firewall.StrictServerWebExchangeFirewall;
import org.springframework.security.web.server.savedrequest.NoOpServerRequestCache;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.reactive.CorsProcessor;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.cors.reactive.UrlBasedCorsConfigurationSource;
import org.springframework.web.server.WebFilter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Who may go where. Every service checks again; what is turned away here costs them nothing. */
@Configuration(proxyBeanMethods = false)
class SecurityConfiguration {

    private static final int BEFORE_ALL_REFUSALS = Ordered.HIGHEST_PRECEDENCE + 5;

    private static final Duration PREFLIGHT_AGE = Duration.ofHours(1);

    /** These have their own proof, or are sent with a token that is long stale: it is nothing to us. */
    private static final ServerWebExchangeMatcher UNREAD = ServerWebExchangeMatchers.pathMatchers(
            "/api/auth/register",
            "/api/auth/login",
            "/api/os/v1/auth/login",
            "/api/auth/refresh",
            "/api/media/v1/oss-callback",
            "/api/media/v1/bucket-notifications",
            "/api/agent/**",
            "/api/coze/**");

    @Bean
    @Order(1)
    SecurityWebFilterChain unread(ServerHttpSecurity http) {
        return stateless(http)
                .securityMatcher(UNREAD)
                .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
                .build();
    }

    @Bean
    @Order(2)
    SecurityWebFilterChain checked(ServerHttpSecurity http, ErrorWriter errors) {
        ServerAuthenticationEntryPoint refused =
                (exchange, failure) -> errors.write(exchange, TokenChecks.codeOf(failure));
        return stateless(http)
                .authorizeExchange(exchanges -> exchanges
                        .pathMatchers("/actuator/health/**")
                        .permitAll()
                        .pathMatchers("/actuator/**", "/api/admin/**")
                        .hasRole("admin")
                        .pathMatchers(HttpMethod.GET, "/api/abilities", "/api/abilities/{id}", "/api/docs/**")
                        .permitAll()
                        .pathMatchers("/api/**")
                        .hasAnyRole("user", "admin", "service")
                        // Nothing is routed from here: it is answered that there is nothing.
                        .anyExchange()
                        .permitAll())
                .oauth2ResourceServer(server -> server.authenticationEntryPoint(refused)
                        .jwt(jwt -> jwt.jwtAuthenticationConverter(authenticationConverter())))
                .exceptionHandling(handling -> handling.authenticationEntryPoint(refused)
                        .accessDeniedHandler((exchange, denied) -> errors.write(exchange, ErrorCode.FORBIDDEN)))
                .build();
    }

    /** A span and two timers for every filter would cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Refuses the header values that the default refuses, without a regular expression over every token. */
    @Bean
    ServerWebExchangeFirewall firewall() {
        StrictServerWebExchangeFirewall firewall = new StrictServerWebExchangeFirewall();
        firewall.setAllowedHeaderValues(SecurityConfiguration::isText);
        return firewall;
    }

    @Bean
    ServerExchangeRejectedHandler whatTheFirewallRefuses(ErrorWriter errors) {
        return (exchange, refused) -> errors.write(exchange, ErrorCode.BAD_PARAMETER);
    }

    /** A header that is not there is asked about as well. */
    private static boolean isText(@Nullable String value) {
        for (int i = 0; value != null && i < value.length(); i++) {
            if (Character.isISOControl(value.charAt(i)) || !Character.isDefined(value.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Before all that may refuse, because a page is told of a refusal only with these headers. Coze's editor reads the
     * plug-in's document from any page; everything else is for known origins.
     */
    @Bean
    @Order(BEFORE_ALL_REFUSALS)
    WebFilter origins(GatewayProperties properties, ErrorWriter errors) {
        UrlBasedCorsConfigurationSource origins = new UrlBasedCorsConfigurationSource();
        origins.registerCorsConfiguration("/api/coze/podi/openapi.json", cors(List.of("*"), List.of("GET", "HEAD")));
        origins.registerCorsConfiguration(
                "/**", cors(properties.allowedOrigins(), List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")));
        CorsProcessor processor = new DefaultCorsProcessor();
        return (exchange, chain) -> {
            if (!processor.process(origins.getCorsConfiguration(exchange), exchange)) {
                return errors.write(exchange, ErrorCode.FORBIDDEN);
            }
            return CorsUtils.isPreFlightRequest(exchange.getRequest()) ? Mono.empty() : chain.filter(exchange);
        };
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

    private static ServerHttpSecurity stateless(ServerHttpSecurity http) {
        return http.csrf(csrf -> csrf.disable())
                .httpBasic(basic -> basic.disable())
                .formLogin(form -> form.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.requestCache(NoOpServerRequestCache.getInstance()));
    }

    private static ReactiveJwtAuthenticationConverter authenticationConverter() {
        ReactiveJwtAuthenticationConverter converter = new ReactiveJwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(token -> Flux.fromIterable(TokenChecks.roles(token)));
        return converter;
    }
}
