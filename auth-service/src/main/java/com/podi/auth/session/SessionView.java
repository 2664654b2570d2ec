package com.podi.auth.session;

import com.podi.auth.directory.Account;
import com.podi.auth.directory.UserSession;

/**
 * The answer to a login and to a refresh.
 *
 * @param expiresIn seconds
 * @param refreshExpiresIn seconds
 */
record SessionView(
        String token, String tokenType, long expiresIn, String refreshToken, long refreshExpiresIn, UserView user) {

    record UserView(String id, String username, String email, String role) {}

    static SessionView of(UserSession session) {
        Account account = session.account();
        return new SessionView(
                session.accessToken(),
                "Bearer",
                session.lifetime().toSeconds(),
                session.refreshToken(),
                session.refreshLifetime().toSeconds(),
                new UserView(account.id(), account.username(), account.email(), account.role()));
    }

    @Override
    public String toString() {
        return "SessionView[" + user.id() + "]";
    }
}
