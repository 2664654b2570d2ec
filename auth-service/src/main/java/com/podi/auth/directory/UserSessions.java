package com.podi.auth.directory;

import com.nimbusds.jwt.JWTParser;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import java.io.IOException;
import java.io.InputStream;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.jwt.Jwt;
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

    /** So Keycloak says, once it has verified a refresh token, that this or another one of its session was used again. */
    private static final Set<String> USED = Set.of(
            "Maximum allowed refresh token reuse exceeded", "Stale token", "Session doesn't have required client");

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
        return grant(
                Map.of("grant_type", "password", "username", name, "password", password),
                reason -> refusal(reason, whenWrong));
    }

    /**
     * Each refresh token is good for one use.
     *
     * @throws UsedRefreshTokenException if this one was used before, be it by a thief or by who it was stolen from
     */
    public UserSession continued(String refreshToken) {
        return grant(
                Map.of("grant_type", "refresh_token", "refresh_token", refreshToken),
                reason -> USED.contains(reason)
                        ? new UsedRefreshTokenException(sessionOf(refreshToken))
                        : refusal(reason, ErrorCode.TOKEN_INVALID));
    }

    private UserSession grant(Map<String, String> grant, Function<String, RuntimeException> refusal) {
        MultiValueMap<String, String> form = MultiValueMap.fromSingleValue(grant);
        Granted granted = keycloak.post()
                .uri(client.getProviderDetails().getTokenUri())
                .headers(headers -> headers.setBasicAuth(client.getClientId(), client.getClientSecret()))
                .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                .body(form)
                .retrieve()
                .onStatus(HttpStatusCode::is4xxClientError, (request, response) -> {
                    throw refusal.apply(reason(response));
                })
                .requiredBody(Granted.class);
        Jwt token = tokens.decode(granted.accessToken());
        return new UserSession(
                Account.in(token),
                token.getClaimAsString("sid"),
                granted.accessToken(),
                Duration.ofSeconds(granted.expiresIn()),
                granted.refreshToken(),
                Duration.ofSeconds(granted.refreshExpiresIn()));
    }

    private String reason(ClientHttpResponse response) throws IOException {
        Refused refused;
        try (InputStream body = response.getBody()) {
            refused = json.readValue(body, Refused.class);
        }
        if (!refused.error().equals("invalid_grant")) {
            // It is our own client that Keycloak does not like, of which the user knows nothing.
            throw ErrorCode.SERVICE_UNAVAILABLE.because("Keycloak refuses %s: %s", client.getClientId(), refused);
        }
        return refused.errorDescription();
    }

    private static PodiException refusal(String reason, ErrorCode whenRefused) {
        ErrorCode code = DISABLED.contains(reason) ? ErrorCode.USER_INACTIVE : whenRefused;
        return code.because("Keycloak: %s", reason);
    }

    private static String sessionOf(String verifiedToken) {
        try {
            return JWTParser.parse(verifiedToken).getJWTClaimsSet().getStringClaim("sid");
        } catch (ParseException e) {
            throw new IllegalStateException("Keycloak verified what is no token", e);
        }
    }
}
