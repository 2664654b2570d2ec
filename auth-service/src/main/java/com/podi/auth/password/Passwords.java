package com.podi.auth.password;

import com.podi.auth.attempt.LoginAttempts;
import com.podi.auth.directory.Accounts;
import com.podi.auth.directory.UserSessions;
import com.podi.auth.ending.Endings;
import com.podi.contracts.error.ErrorCode;
import org.springframework.stereotype.Service;

/** Passwords are Keycloak's; the current one is checked by logging in with it. */
@Service
class Passwords {

    private final UserSessions sessions;
    private final Accounts accounts;
    private final LoginAttempts attempts;
    private final Endings endings;

    Passwords(UserSessions sessions, Accounts accounts, LoginAttempts attempts, Endings endings) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.attempts = attempts;
        this.endings = endings;
    }

    /** Whoever was in with the old password is out, the one who asks included. */
    void change(String userId, String username, PasswordRequest request) {
        attempts.counted(
                username, () -> sessions.open(username, request.currentPassword(), ErrorCode.WRONG_CURRENT_PASSWORD));
        endings.endAllOf(userId, () -> accounts.setPassword(userId, request.newPassword()));
    }
}
