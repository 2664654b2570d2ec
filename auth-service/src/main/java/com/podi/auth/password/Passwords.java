package com.podi.auth.password;

import com.podi.auth.directory.Accounts;
import com.podi.auth.directory.UserSessions;
import com.podi.contracts.error.ErrorCode;
import org.springframework.stereotype.Service;

/** Passwords are Keycloak's; the current one is checked by logging in with it. */
@Service
class Passwords {

    private final UserSessions sessions;
    private final Accounts accounts;

    Passwords(UserSessions sessions, Accounts accounts) {
        this.sessions = sessions;
        this.accounts = accounts;
    }

    /** Whoever was in with the old password is out, the one who asks included. */
    void change(String userId, String username, PasswordRequest request) {
        sessions.open(username, request.currentPassword(), ErrorCode.WRONG_CURRENT_PASSWORD);
        accounts.setPassword(userId, request.newPassword());
        accounts.endAllSessions(userId);
    }
}
