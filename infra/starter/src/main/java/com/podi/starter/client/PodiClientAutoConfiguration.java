package com.podi.starter.client;

import com.podi.contracts.ability.AbilityClient;
import com.podi.contracts.comfyui.ComfyuiClient;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.media.MediaClient;
import com.podi.contracts.task.TaskClient;
import com.podi.contracts.wallet.WalletClient;
import feign.FeignException;
import feign.RequestInterceptor;
import feign.codec.ErrorDecoder;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import java.net.http.HttpClient;
import java.time.Duration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.ClientHttpMessageConvertersCustomizer;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JCircuitBreakerFactory;
import org.springframework.cloud.circuitbreaker.resilience4j.Resilience4JConfigBuilder;
import org.springframework.cloud.client.circuitbreaker.Customizer;
import org.springframework.cloud.openfeign.support.FeignHttpMessageConverters;
import org.springframework.cloud.openfeign.support.HttpMessageConverterCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.i18n.LocaleContextHolder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.json.JsonMapper;

/** How a service talks to the others; declared here once for all Feign clients of the contracts. */
@AutoConfiguration
class PodiClientAutoConfiguration {

    /** Half the life of a service token: it is renewed while the old one is still good. */
    private static final Duration RENEW_BEFORE_EXPIRY = Duration.ofMinutes(7).plusSeconds(30);

    private static final Duration TOKEN_RENEWAL_INTERVAL = Duration.ofSeconds(5);
    private static final Duration TOKEN_CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration TOKEN_READ_TIMEOUT = Duration.ofSeconds(5);

    @Bean
    ServiceTokens serviceTokens(ClientRegistrationRepository registrations) {
        AuthorizedClientServiceOAuth2AuthorizedClientManager tokens =
                new AuthorizedClientServiceOAuth2AuthorizedClientManager(
                        registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
        tokens.setAuthorizedClientProvider(OAuth2AuthorizedClientProviderBuilder.builder()
                .clientCredentials(credentials ->
                        credentials.clockSkew(RENEW_BEFORE_EXPIRY).accessTokenResponseClient(tokenEndpoint()))
                .build());
        return new ServiceTokens(tokens);
    }

    @Bean
    TokenRenewal tokenRenewal(ServiceTokens tokens) {
        return new TokenRenewal(tokens, TOKEN_RENEWAL_INTERVAL);
    }

    /** The service speaks for itself, and in the language of whoever it works for. */
    @Bean
    RequestInterceptor serviceToken(ServiceTokens tokens) {
        return template -> template.header(HttpHeaders.AUTHORIZATION, "Bearer " + tokens.current())
                .header(
                        HttpHeaders.ACCEPT_LANGUAGE,
                        LocaleContextHolder.getLocale().toLanguageTag());
    }

    /** Made at the start: Feign's own fills its list at the first call, and a second one at that moment finds it empty. */
    @Bean
    FeignHttpMessageConverters feignHttpMessageConverters(
            ObjectProvider<ClientHttpMessageConvertersCustomizer> customizers,
            ObjectProvider<HttpMessageConverterCustomizer> ofFeign) {
        FeignHttpMessageConverters converters = new FeignHttpMessageConverters(customizers, ofFeign);
        converters.getConverters();
        return converters;
    }

    @Bean
    ErrorDecoder refusalDecoder(JsonMapper json) {
        return new RefusalDecoder(json);
    }

    /** Opens after half of ten calls failed, tries again after three seconds; a refusal is an answer, not a failure. */
    @Bean
    Customizer<Resilience4JCircuitBreakerFactory> breakers() {
        CircuitBreakerConfig config = CircuitBreakerConfig.custom()
                .slidingWindowSize(20)
                .minimumNumberOfCalls(10)
                .failureRateThreshold(50)
                .waitDurationInOpenState(Duration.ofSeconds(3))
                .permittedNumberOfCallsInHalfOpenState(3)
                .ignoreException(PodiClientAutoConfiguration::isRefusal)
                .build();
        return factory -> factory.configureDefault(id ->
                new Resilience4JConfigBuilder(id).circuitBreakerConfig(config).build());
    }

    /** Also what the server below the service refuses, which has no envelope. */
    private static boolean isRefusal(Throwable failure) {
        return failure instanceof PodiException refusal && refusal.errorCode().status() < 500
                || failure instanceof FeignException.FeignClientException;
    }

    @Bean
    WalletClient.Fallback walletFallback() {
        return new WalletClient.Fallback();
    }

    @Bean
    MediaClient.Fallback mediaFallback() {
        return new MediaClient.Fallback();
    }

    @Bean
    AbilityClient.Fallback abilityFallback() {
        return new AbilityClient.Fallback();
    }

    /** As Spring Security would have it, but it does not wait for ever. */
    private static RestClientClientCredentialsTokenResponseClient tokenEndpoint() {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(TOKEN_CONNECT_TIMEOUT)
                .build());
        requests.setReadTimeout(TOKEN_READ_TIMEOUT);
        RestClientClientCredentialsTokenResponseClient client = new RestClientClientCredentialsTokenResponseClient();
        client.setRestClient(RestClient.builder()
                .requestFactory(requests)
                .configureMessageConverters(converters -> converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
                .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
                .build());
        return client;
    }

    @Bean
    TaskClient.Fallback taskFallback() {
        return new TaskClient.Fallback();
    }

    @Bean
    ComfyuiClient.Fallback comfyuiFallback() {
        return new ComfyuiClient.Fallback();
    }
}
