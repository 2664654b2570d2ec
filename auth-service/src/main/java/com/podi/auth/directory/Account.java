package com.podi.auth.directory;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * An account as Keycloak describes it.
 *
 * @param id Keycloak's subject
 * @param enabled whether it may log in; to whom Keycloak gives a token, it may
 */
public record Account(String id, String username, String email, List<String> roles, boolean enabled) {

    public static final String USER = "user";
    public static final String ADMIN = "admin";
    public static final String ACTIVE = "active";
    public static final String DISABLED = "disabled";
    private static final String SERVICE = "service";

    public Account {
        roles = List.copyOf(roles);
    }

    /** A new account; it may do what every user may. */
    public static Account ofUser(String id, String username, String email) {
        return new Account(id, username, email, List.of(USER), true);
    }

    static Account in(Jwt token) {
        return new Account(
                token.getSubject(),
                token.getClaimAsString("preferred_username"),
                // Whoever was made in Keycloak's own console may have no address.
                Objects.requireNonNullElse(token.getClaimAsString("email"), ""),
                roles(token.getClaimAsMap("realm_access")),
                true);
    }

    /** Whether the account is complete; one whose registration was interrupted has no role yet. */
    public boolean mayUsePodi() {
        return roles.contains(USER);
    }

    /** The one role that clients are told. */
    public String role() {
        return roles.contains(ADMIN) ? ADMIN : USER;
    }

    /** Whether it may log in, in the words of the API. */
    public String status() {
        return enabled ? ACTIVE : DISABLED;
    }

    /** Services have accounts too, which are nobody's. */
    boolean isService() {
        return roles.contains(SERVICE);
    }

    private static List<String> roles(Map<String, Object> realmAccess) {
        return realmAccess.get("roles") instanceof List<?> roles
                ? roles.stream().map(String::valueOf).toList()
                : List.of();
    }
}
