package com.podi.auth.admin;

import com.podi.auth.profile.Profile;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A user in a list. */
record UserItem(
        String id,
        String username,
        String email,
        String role,
        String status,
        Instant createdAt,
        @Nullable Instant lastLoginAt) {

    static UserItem of(Profile profile) {
        return new UserItem(
                profile.userId(),
                profile.username(),
                profile.email(),
                profile.role(),
                profile.status(),
                profile.createdAt(),
                profile.lastLoginAt());
    }
}
