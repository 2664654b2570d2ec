package com.podi.auth.directory;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.starter.client.ServiceTokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.HttpClientErrorException;
import org.springframework.web.client.RestClient;

/** The accounts of the realm, by Keycloak's admin API. */
@Component
public class Accounts {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9-]{1,64}");
    private static final String ROLES_OF_USER = "/users/{id}/role-mappings/realm";
    private static final ParameterizedTypeReference<List<Role>> ROLES = new ParameterizedTypeReference<>() {};
    private static final ParameterizedTypeReference<List<KeycloakUser>> USERS = new ParameterizedTypeReference<>() {};
    private static final ParameterizedTypeReference<List<KeycloakSession>> SESSIONS =
            new ParameterizedTypeReference<>() {};

    private final RestClient admin;

    Accounts(RestClient keycloak, KeycloakProperties properties, ServiceTokens tokens) {
        this.admin = keycloak.mutate()
                .baseUrl(properties.url().resolve("/admin/realms/" + properties.realm()))
                .requestInitializer(request -> request.getHeaders().setBearerAuth(tokens.current()))
                .build();
    }

    private record Role(String id, String name) {}

    private record KeycloakUser(String username, @Nullable String email, boolean enabled) {}

    private record KeycloakSession(String id) {}

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

    /** The account as it is now; services have accounts too, but not for us. */
    public Optional<Account> find(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        try {
            KeycloakUser user = admin.get().uri("/users/{id}", id).retrieve().requiredBody(KeycloakUser.class);
            List<String> roles = roles(id, "").stream().map(Role::name).toList();
            return Optional.of(new Account(
                            id, user.username(), Objects.requireNonNullElse(user.email(), ""), roles, user.enabled()))
                    .filter(account -> !account.isService());
        } catch (HttpClientErrorException.NotFound unknown) {
            return Optional.empty();
        }
    }

    /** Lets the account use the suite; does nothing if it may already. */
    public void giveUserRole(String id) {
        giveRole(id, Account.USER);
    }

    public void makeAdmin(String id) {
        giveRole(id, Account.USER);
        giveRole(id, Account.ADMIN);
    }

    public void makeUser(String id) {
        giveRole(id, Account.USER);
        List<Role> held = roles(id, "").stream().filter(named(Account.ADMIN)).toList();
        if (!held.isEmpty()) {
            admin.method(HttpMethod.DELETE)
                    .uri(ROLES_OF_USER, id)
                    .body(held)
                    .retrieve()
                    .toBodilessEntity();
        }
    }

    private void giveRole(String id, String role) {
        List<Role> missing = missing(id, role);
        if (missing.isEmpty()) {
            return;
        }
        try {
            admin.post().uri(ROLES_OF_USER, id).body(missing).retrieve().toBodilessEntity();
        } catch (HttpClientErrorException.BadRequest refused) {
            // So Keycloak answers to all but one of those that give the same role at the same moment.
            if (!missing(id, role).isEmpty()) {
                throw refused;
            }
        }
    }

    private List<Role> missing(String id, String role) {
        return roles(id, "/available").stream().filter(named(role)).toList();
    }

    private List<Role> roles(String id, String which) {
        return admin.get().uri(ROLES_OF_USER + which, id).retrieve().requiredBody(ROLES);
    }

    private static Predicate<Role> named(String name) {
        return role -> role.name().equals(name);
    }

    /** Who is disabled cannot log in; sessions are another matter. */
    public void setEnabled(String id, boolean enabled) {
        admin.put()
                .uri("/users/{id}", id)
                .body(Map.of("enabled", enabled))
                .retrieve()
                .toBodilessEntity();
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

    /** @return the ids of those that Keycloak would continue; an unknown user has none */
    public List<String> sessionsOf(String id) {
        try {
            return admin.get().uri("/users/{id}/sessions", id).retrieve().requiredBody(SESSIONS).stream()
                    .map(KeycloakSession::id)
                    .toList();
        } catch (HttpClientErrorException.NotFound unknown) {
            return List.of();
        }
    }

    /** A new password alone ends none of them. */
    public void endAllSessions(String id) {
        admin.post()
                .uri("/users/{id}/logout", id)
                .retrieve()
                .onStatus(HttpStatus.NOT_FOUND::equals, (request, response) -> {})
                .toBodilessEntity();
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
