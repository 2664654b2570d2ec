package com.podi.auth.directory;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.stereotype.Component;
import org.springframework.util.MultiValueMap;
import org.springframework.web.client.RestClient;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** Opens and continues sessions at Keycloak's token endpoint. */
@Component
public class UserSessions {

    private static final Set<String> DISABLED = Set.of("Account disabled", "User disabled");

    private final RestClient keycloak;
    private final ClientRegistration client;
    private final JwtDecoder tokens;
    private final JsonMapper json;

    UserSessions(RestClient keycloak, ClientRegistrationRepository clients, JwtDecoder tokens, JsonMapper json) {
        this.keycloak = keycloak;
        this.client = clients.findByRegistrationId("podi");
        this.tokens = tokens;
        this.json = json;
    }

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Granted(String accessToken, long expiresIn, String refreshToken, long refreshExpiresIn) {}

    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    private record Refused(String error, String errorDescription) {}

    /**
     * @param name a user name or an e-mail address
     * @param whenWrong what to refuse with when name and password do not fit
     */
    public UserSession open(String name, String password, ErrorCode whenWrong) {
        return grant(Map.of("grant_type", "password", "username", name, "password", password), whenWrong);
    }

    /** Each refresh token is good for one use. */
    public UserSession continued(String refreshToken) {
        return grant(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken), ErrorCode.TOKEN_INVALID);
    }

    private UserSession grant(Map<String, String> grant, ErrorCode whenRefused) {
        MultiValueMap<String, String> form = MultiValueMap.fromSingleValue(grant);
        Granted granted = keycloak.post()
                .uri(client.getProviderDetails().getTokenUri())
                .headers(headers -> headers.setBasicAuth(client.getClientId(), client.getClientSecret()))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(form)
                .retrieve()
                .onStatus(HttpStatusCode::is4xxClientError, (request, response) -> {
                    throw refusal(response, whenRefused);
                })
                .requiredBody(Granted.class);
        return new UserSession(
                Account.in(tokens.decode(granted.accessToken())),
                granted.accessToken(),
                Duration.ofSeconds(granted.expiresIn()),
                granted.refreshToken(),
                Duration.ofSeconds(granted.refreshExpiresIn()));
    }

    private PodiException refusal(ClientHttpResponse response, ErrorCode whenRefused) throws IOException {
        Refused refused;
        try (InputStream body = response.getBody()) {
            refused = json.readValue(body, Refused.class);
        }
        if (!refused.error().equals("invalid_grant")) {
            // It is our own client that Keycloak does not like, of which the user knows nothing.
            return ErrorCode.SERVICE_UNAVAILABLE.because("Keycloak refuses %s: %s", client.getClientId(), refused);
        }
        ErrorCode code = DISABLED.contains(refused.errorDescription()) ? ErrorCode.USER_INACTIVE : whenRefused;
        return code.because("Keycloak: %s", refused.errorDescription());
    }
}
