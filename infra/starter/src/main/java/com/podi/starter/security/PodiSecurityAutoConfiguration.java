package com.podi.starter.security;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.web.ErrorWriter;
import java.net.MalformedURLException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.core.OAuth2TokenValidatorResult;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.BearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.DefaultBearerTokenResolver;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The same rules in every service: who may come in is decided by path and role, what they may touch by the service. */
@AutoConfiguration(before = OAuth2ResourceServerAutoConfiguration.class)
@EnableConfigurationProperties(SecurityProperties.class)
class PodiSecurityAutoConfiguration {

    /** The gateway routes to the description of the API alone; the others are for whoever runs and measures it. */
    private static final String[] OPEN_EVERYWHERE = {
        "/actuator/health/**", "/actuator/info", "/actuator/prometheus", "/v3/api-docs", "/error"
    };

    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    SecurityFilterChain podiSecurity(HttpSecurity http, SecurityProperties properties, ErrorWriter errors) {
        return http.csrf(csrf -> csrf.disable())
                .cors(cors -> cors.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> {
                    requests.dispatcherTypeMatchers(
                                    jakarta.servlet.DispatcherType.ASYNC, jakarta.servlet.DispatcherType.ERROR)
                            .permitAll();
                    requests.requestMatchers(OPEN_EVERYWHERE).permitAll();
                    requests.requestMatchers("/actuator/**").hasRole("admin");
                    for (String open : properties.open()) {
                        String[] methodAndPath = open.split(" ");
                        HttpMethod method = HttpMethod.valueOf(methodAndPath[0]);
                        requests.requestMatchers(method, methodAndPath[1]).permitAll();
                        if (method == HttpMethod.GET) {
                            requests.requestMatchers(HttpMethod.HEAD, methodAndPath[1])
                                    .permitAll();
                        }
                    }
                    requests.requestMatchers(properties.unread().toArray(String[]::new))
                            .permitAll();
                    requests.requestMatchers("/internal/**").hasRole("service");
                    requests.requestMatchers("/api/admin/**").hasRole("admin");
                    requests.anyRequest().hasAnyRole("user", "admin", "service");
                })
                .oauth2ResourceServer(server -> server.bearerTokenResolver(tokensExceptAt(properties.unread()))
                        .jwt(jwt -> jwt.jwtAuthenticationConverter(authenticationConverter()))
                        .withObjectPostProcessor(answering(errors))
                        .authenticationEntryPoint((request, response, failure) ->
                                errors.write(request, response, TokenFailure.codeOf(failure))))
                .exceptionHandling(handling -> handling.authenticationEntryPoint((request, response, failure) ->
                                errors.write(request, response, TokenFailure.codeOf(failure)))
                        .accessDeniedHandler(
                                (request, response, denied) -> errors.write(request, response, ErrorCode.FORBIDDEN)))
                .build();
    }

    @Bean
    OpenPaths openPaths(SecurityProperties properties) {
        return new OpenPaths(properties);
    }

    @Bean
    @ConditionalOnMissingBean
    JwtDecoder jwtDecoder(SecurityProperties properties, Clock clock) throws MalformedURLException {
        NimbusJwtDecoder decoder =
                NimbusJwtDecoder.withJwkSource(new KnownKeys(properties.jwks())).build();
        decoder.setJwtValidator(token -> OAuth2TokenValidatorResult.success());
        return new RememberingJwtDecoder(
                decoder,
                new DelegatingOAuth2TokenValidator<>(List.of(
                        TokenFailure.notExpired(clock),
                        new JwtClaimValidator<>(
                                JwtClaimNames.ISS, issuer -> properties.issuer().equals(String.valueOf(issuer))),
                        new JwtClaimValidator<Collection<String>>(
                                JwtClaimNames.AUD,
                                audience -> audience != null && audience.contains(properties.audience())))));
    }

    @Bean
    WebMvcConfigurer callerAsParameter() {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new CallerArgumentResolver());
            }
        };
    }

    /** Left to itself the filter throws where no key is to be had, and the caller is told of a fault of ours: 500. */
    private static ObjectPostProcessor<BearerTokenAuthenticationFilter> answering(ErrorWriter errors) {
        return new ObjectPostProcessor<>() {
            @Override
            public <F extends BearerTokenAuthenticationFilter> F postProcess(F filter) {
                filter.setAuthenticationFailureHandler(
                        (request, response, failure) -> errors.write(request, response, TokenFailure.codeOf(failure)));
                return filter;
            }
        };
    }

    /** One span a request says enough; one for every filter cost a third of the processor time of a short call. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    private static BearerTokenResolver tokensExceptAt(List<String> unread) {
        BearerTokenResolver header = new DefaultBearerTokenResolver();
        List<PathPatternRequestMatcher> paths = unread.stream()
                .map(PathPatternRequestMatcher.withDefaults()::matcher)
                .toList();
        return request -> paths.stream().anyMatch(path -> path.matches(request)) ? null : header.resolve(request);
    }

    private static JwtAuthenticationConverter authenticationConverter() {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(PodiSecurityAutoConfiguration::roles);
        return converter;
    }

    private static Collection<GrantedAuthority> roles(Jwt token) {
        Map<String, Object> realm = token.getClaimAsMap("realm_access");
        return realm != null && realm.get("roles") instanceof Collection<?> roles
                ? roles.stream()
                        .<GrantedAuthority>map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                        .toList()
                : List.of();
    }
}
