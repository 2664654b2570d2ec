package com.podi.auth.profile;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A user as we know them.
 *
 * @param role a copy of Keycloak's, as is {@code status}
 * @param details what they say of themselves, as they sent it
 */
public record Profile(
        String userId,
        String username,
        String email,
        String role,
        String status,
        JsonNode details,
        Instant createdAt,
        @Nullable Instant lastLoginAt) {}
