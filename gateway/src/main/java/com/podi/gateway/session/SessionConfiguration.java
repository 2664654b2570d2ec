package com.podi.gateway.session;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SessionConfiguration {

    private static final String US = "svc-gateway";
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(7).plusSeconds(30);

    /** Calls auth-service as the service that we are ourselves. */
    @Bean
    WebClient authService(ReactorLoadBalancerExchangeFilterFunction loadBalancer, SessionProperties properties) {
        ServerOAuth2AuthorizedClientExchangeFilterFunction ourToken =
                new ServerOAuth2AuthorizedClientExchangeFilterFunction(
                        tokens(new InMemoryReactiveClientRegistrationRepository(us(properties)), properties));
        ourToken.setDefaultClientRegistrationId(US);
        HttpClient http = HttpClient.create()
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(properties.timeout().toMillis()))
                .responseTimeout(properties.timeout());
        return WebClient.builder()
                .baseUrl("http://auth-service")
                .clientConnector(new ReactorClientHttpConnector(http))
                .filter(ourToken)
                .filter(loadBalancer)
                .codecs(codecs -> codecs.defaultCodecs()
                        .maxInMemorySize((int) properties.answer().toBytes()))
                .build();
    }

    private static ClientRegistration us(SessionProperties properties) {
        return ClientRegistration.withRegistrationId(US)
                .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                .clientId(US)
                .clientSecret(properties.clientSecret())
                .tokenUri(properties.tokenUri())
                .build();
    }

    /** Renewed at half of its life, and the old one goes on for as long as there is none to be had. */
    private static ReactiveOAuth2AuthorizedClientManager tokens(
            ReactiveClientRegistrationRepository clients, SessionProperties properties) {
        InMemoryReactiveOAuth2AuthorizedClientService kept = new InMemoryReactiveOAuth2AuthorizedClientService(clients);
        AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager tokens =
                new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(clients, kept);
        tokens.setAuthorizedClientProvider(ReactiveOAuth2AuthorizedClientProviderBuilder.builder()
                .clientCredentials(credentials -> credentials.clockSkew(RENEW_BEFORE_EXPIRY))
                .build());
        // What is kept stays kept when Keycloak refuses for the moment.
        tokens.setAuthorizationFailureHandler((failure, principal, attributes) -> Mono.empty());
        return request -> tokens.authorize(request)
                .timeout(properties.timeout())
                .onErrorResume(away -> kept.loadAuthorizedClient(
                                request.getClientRegistrationId(),
                                request.getPrincipal().getName())
                        .switchIfEmpty(Mono.error(away)));
    }
}
