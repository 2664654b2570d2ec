package com.podi.starter.security;

import com.podi.contracts.error.ErrorCode;
import java.util.Set;

/**
 * Who is calling; controllers take it as a parameter.
 *
 * @param userId Keycloak's subject: of the user, of the service, or of the user a service acts for
 * @param clientId the OAuth client that asked for the token
 */
public record Caller(String userId, String clientId, Set<String> roles) {

    public Caller {
        roles = Set.copyOf(roles);
    }

    public boolean isAdmin() {
        return roles.contains("admin");
    }

    public boolean isService() {
        return roles.contains("service");
    }

    /** Users act for themselves alone; administrators and services for anyone. */
    public void mustActFor(String otherUserId) {
        if (!userId.equals(otherUserId) && !isAdmin() && !isService()) {
            throw ErrorCode.FORBIDDEN.because("%s may not act for %s", userId, otherUserId);
        }
    }
}
