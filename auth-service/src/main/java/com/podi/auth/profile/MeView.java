package com.podi.auth.profile;

import com.podi.starter.security.Caller;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A user as they see themselves. */
record MeView(
        String id,
        String username,
        String email,
        String role,
        JsonNode profile,
        Instant createdAt,
        @Nullable Instant lastLoginAt) {

    static MeView of(Profile profile, Caller caller) {
        return new MeView(
                profile.userId(),
                profile.username(),
                profile.email(),
                caller.isAdmin() ? "admin" : "user",
                profile.details(),
                profile.createdAt(),
                profile.lastLoginAt());
    }
}
