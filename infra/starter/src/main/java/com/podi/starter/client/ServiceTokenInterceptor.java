package com.podi.starter.client;

import com.podi.contracts.error.ErrorCode;
import feign.RequestInterceptor;
import feign.RequestTemplate;
import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

/** Calls carry the token of the service itself, whoever the user is it works for. */
final class ServiceTokenInterceptor implements RequestInterceptor {

    private static final String REGISTRATION = "podi";

    private final OAuth2AuthorizedClientManager tokens;
    private final OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
            .principal(REGISTRATION)
            .build();

    ServiceTokenInterceptor(OAuth2AuthorizedClientManager tokens) {
        this.tokens = tokens;
    }

    @Override
    public void apply(RequestTemplate template) {
        template.header(HttpHeaders.AUTHORIZATION, "Bearer " + token());
    }

    private String token() {
        try {
            OAuth2AuthorizedClient client = tokens.authorize(request);
            if (client == null) {
                throw new IllegalStateException("no grant for client registration " + REGISTRATION);
            }
            return client.getAccessToken().getTokenValue();
        } catch (OAuth2AuthorizationException refused) {
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("no service token: %s", refused.getMessage())
                    .causedBy(refused);
        }
    }
}
