package com.podi.auth.directory;

import java.time.Duration;

/**
 * A user is in: who it is, and the tokens that say so.
 *
 * @param sessionId the claim {@code sid} of the tokens
 */
public record UserSession(
        Account account,
        String sessionId,
        String accessToken,
        Duration lifetime,
        String refreshToken,
        Duration refreshLifetime) {

    @Override
    public String toString() {
        return "UserSession[" + account.id() + "]";
    }
}
