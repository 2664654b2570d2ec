package com.podi.starter.client;

import com.podi.contracts.error.ErrorCode;
import java.time.Duration;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

/** The token of the service itself, whoever the user is it works for. */
public final class ServiceTokens {

    private static final String REGISTRATION = "podi";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final OAuth2AuthorizedClientManager tokens;
    private final OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
            .principal(REGISTRATION)
            .build();

    ServiceTokens(OAuth2AuthorizedClientManager tokens) {
        this.tokens = tokens;
    }

    /** A token that is good for some minutes more; asks for a new one when half of its life is over. */
    public String current() {
        try {
            OAuth2AuthorizedClient client = tokens.authorize(request);
            if (client == null) {
                throw new IllegalStateException("no grant for client registration " + REGISTRATION);
            }
            return client.getAccessToken().getTokenValue();
        } catch (OAuth2AuthorizationException refused) {
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("no service token: %s", refused.getMessage())
                    .causedBy(refused)
                    .retryAfter(RETRY_AFTER);
        }
    }
}
