package com.podi.gateway.session;

import io.netty.channel.ChannelOption;
import org.springframework.cloud.client.loadbalancer.reactive.ReactorLoadBalancerExchangeFilterFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.security.oauth2.client.AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.netty.http.client.HttpClient;

@Configuration(proxyBeanMethods = false)
@EnableScheduling
class SessionConfiguration {

    /** Calls auth-service as the service that we are ourselves. */
    @Bean
    WebClient authService(
            ReactorLoadBalancerExchangeFilterFunction loadBalancer,
            ReactiveClientRegistrationRepository clients,
            SessionProperties properties) {
        ServerOAuth2AuthorizedClientExchangeFilterFunction ourToken =
                new ServerOAuth2AuthorizedClientExchangeFilterFunction(
                        new AuthorizedClientServiceReactiveOAuth2AuthorizedClientManager(
                                clients, new InMemoryReactiveOAuth2AuthorizedClientService(clients)));
        ourToken.setDefaultClientRegistrationId("podi");
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
}
