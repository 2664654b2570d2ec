package com.podi.auth.directory;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.client.ServiceTokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** The accounts of the realm, by Keycloak's admin API. */
@Component
public class Accounts {

    private static final String USER_ROLE = "user";
    private static final ParameterizedTypeReference<List<Role>> ROLES = new ParameterizedTypeReference<>() {};
    private static final ParameterizedTypeReference<List<Map<String, Object>>> USERS =
            new ParameterizedTypeReference<>() {};

    private final RestClient admin;

    Accounts(RestClient keycloak, KeycloakProperties properties, ServiceTokens tokens) {
        this.admin = keycloak.mutate()
                .baseUrl(properties.url().resolve("/admin/realms/" + properties.realm()))
                .requestInitializer(request -> request.getHeaders().setBearerAuth(tokens.current()))
                .build();
    }

    private record Role(String id, String name) {}

    private record Credential(String type, String value, boolean temporary) {

        Credential(String password) {
            this("password", password, false);
        }

        @Override
        public String toString() {
            return "Credential";
        }
    }

    private record NewUser(String username, String email, boolean enabled, List<Credential> credentials) {}

    /** @return the id of the new account, which has no role yet */
    public String create(String username, String email, String password) {
        NewUser user = new NewUser(username, email, true, List.of(new Credential(password)));
        try {
            URI location = admin.post()
                    .uri("/users")
                    .body(user)
                    .retrieve()
                    .toBodilessEntity()
                    .getHeaders()
                    .getLocation();
            String path = Objects.requireNonNull(location, "Keycloak named no location")
                    .getPath();
            return path.substring(path.lastIndexOf('/') + 1);
        } catch (HttpClientErrorException.Conflict taken) {
            throw taken(username);
        } catch (HttpClientErrorException.BadRequest refused) {
            throw ErrorCode.BAD_PARAMETER.because("Keycloak: %s", refused.getResponseBodyAsString());
        }
    }

    /** Lets the account use the suite; does nothing if it may already. */
    public void giveUserRole(String id) {
        List<Role> missing = missingUserRole(id);
        if (missing.isEmpty()) {
            return;
        }
        try {
            admin.post()
                    .uri("/users/{id}/role-mappings/realm", id)
                    .body(missing)
                    .retrieve()
                    .toBodilessEntity();
        } catch (HttpClientErrorException.BadRequest refused) {
            // So Keycloak answers to all but one of those that give the same role at the same moment.
            if (!missingUserRole(id).isEmpty()) {
                throw refused;
            }
        }
    }

    private List<Role> missingUserRole(String id) {
        return admin.get().uri("/users/{id}/role-mappings/realm/available", id).retrieve().requiredBody(ROLES).stream()
                .filter(role -> role.name().equals(USER_ROLE))
                .toList();
    }

    public void changeEmail(String id, String email) {
        try {
            admin.put()
                    .uri("/users/{id}", id)
                    .body(Map.of("email", email))
                    .retrieve()
                    .toBodilessEntity();
        } catch (HttpClientErrorException.Conflict taken) {
            throw ErrorCode.EMAIL_TAKEN.because("for %s", id);
        } catch (HttpClientErrorException.BadRequest refused) {
            throw ErrorCode.BAD_PARAMETER.because("Keycloak: %s", refused.getResponseBodyAsString());
        }
    }

    public void setPassword(String id, String password) {
        admin.put()
                .uri("/users/{id}/reset-password", id)
                .body(new Credential(password))
                .retrieve()
                .toBodilessEntity();
    }

    /** A new password alone ends none of them. */
    public void endAllSessions(String id) {
        admin.post().uri("/users/{id}/logout", id).retrieve().toBodilessEntity();
    }

    /** Ends the session and with it its refresh tokens; one that has ended already may end again. */
    public void endSession(String sessionId) {
        admin.delete()
                .uri("/sessions/{id}", sessionId)
                .retrieve()
                .onStatus(HttpStatus.NOT_FOUND::equals, (request, response) -> {})
                .toBodilessEntity();
    }

    private PodiException taken(String username) {
        boolean byName = !admin.get()
                .uri("/users?exact=true&username={name}", username)
                .retrieve()
                .requiredBody(USERS)
                .isEmpty();
        return byName
                ? ErrorCode.USERNAME_TAKEN.because("%s", username)
                : ErrorCode.EMAIL_TAKEN.because("for %s", username);
    }
}
