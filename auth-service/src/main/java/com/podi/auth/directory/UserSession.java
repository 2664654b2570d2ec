package com.podi.auth.directory;

import java.time.Duration;

/** A user is in: who it is, and the tokens that say so. */
public record UserSession(
        Account account, String accessToken, Duration lifetime, String refreshToken, Duration refreshLifetime) {

    @Override
    public String toString() {
        return "UserSession[" + account.id() + "]";
    }
}
