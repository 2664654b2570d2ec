package com.podi.auth.registration;

import com.podi.auth.profile.Profile;
import java.time.Instant;

/** The answer to a registration. */
record RegisteredView(NewUser user) {

    record NewUser(String id, String username, String email, String role, Instant createdAt) {}

    static RegisteredView of(Profile profile, String role) {
        return new RegisteredView(
                new NewUser(profile.userId(), profile.username(), profile.email(), role, profile.createdAt()));
    }
}
