package com.podi.auth.admin;

import com.podi.auth.profile.Login;
import com.podi.auth.profile.Profile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A user as administrators see them: what Keycloak says now, and what we know beside it. */
record UserView(
        String id,
        String username,
        String email,
        String role,
        String status,
        JsonNode profile,
        Instant createdAt,
        @Nullable Instant lastLoginAt,
        List<Login> logins) {

    static UserView of(Profile profile, List<Login> logins) {
        return new UserView(
                profile.userId(),
                profile.username(),
                profile.email(),
                profile.role(),
                profile.status(),
                profile.details(),
                profile.createdAt(),
                profile.lastLoginAt(),
                logins);
    }
}
