package com.podi.auth.directory;

/** A refresh token of ours that was used before; Keycloak has verified it, and does not continue its session. */
public final class UsedRefreshTokenException extends RuntimeException {

    private final String sessionId;

    UsedRefreshTokenException(String sessionId) {
        super("refresh token used again: session=" + sessionId);
        this.sessionId = sessionId;
    }

    public String sessionId() {
        return sessionId;
    }
}
