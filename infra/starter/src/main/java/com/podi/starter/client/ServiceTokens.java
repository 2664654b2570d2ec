package com.podi.starter.client;

import com.podi.contracts.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;

/** The token of the service itself, whoever the user is it works for. */
public final class ServiceTokens {

    private static final String REGISTRATION = "podi";
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final OAuth2AuthorizedClientManager tokens;
    private volatile @Nullable OAuth2AccessToken last;
    private final OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId(REGISTRATION)
            .principal(REGISTRATION)
            .build();

    ServiceTokens(OAuth2AuthorizedClientManager tokens) {
        this.tokens = tokens;
    }

    /** Asks for a new token when half of its life is over, and goes on with the old one where there is none to be had. */
    public String current() {
        try {
            OAuth2AuthorizedClient client = tokens.authorize(request);
            if (client == null) {
                throw new IllegalStateException("no grant for client registration " + REGISTRATION);
            }
            last = client.getAccessToken();
            return last.getTokenValue();
        } catch (OAuth2AuthorizationException refused) {
            OAuth2AccessToken old = last;
            if (old != null && old.getExpiresAt() != null && old.getExpiresAt().isAfter(Instant.now())) {
                return old.getTokenValue();
            }
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("no service token: %s", refused.getMessage())
                    .causedBy(refused)
                    .retryAfter(RETRY_AFTER);
        }
    }
}
