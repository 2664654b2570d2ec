package com.podi.auth.session;

import com.podi.auth.attempt.LoginAttempts;
import com.podi.auth.directory.Account;
import com.podi.auth.directory.Accounts;
import com.podi.auth.directory.UsedRefreshTokenException;
import com.podi.auth.directory.UserSession;
import com.podi.auth.directory.UserSessions;
import com.podi.auth.ending.Endings;
import com.podi.auth.profile.Profiles;
import com.podi.contracts.error.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.TransactionException;

@Service
class SessionService {

    private static final Logger log = LoggerFactory.getLogger(SessionService.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final UserSessions sessions;
    private final Accounts accounts;
    private final Profiles profiles;
    private final LoginAttempts attempts;
    private final Endings endings;
    private final RefusalFloor refusals;

    SessionService(
            UserSessions sessions,
            Accounts accounts,
            Profiles profiles,
            LoginAttempts attempts,
            Endings endings,
            SessionProperties properties) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.profiles = profiles;
        this.attempts = attempts;
        this.endings = endings;
        this.refusals = new RefusalFloor(properties.refusalFloor());
    }

    SessionView login(LoginRequest request, String address) {
        String name = request.name();
        Instant began = endings.now();
        UserSession session = complete(refusals.under(() ->
                attempts.counted(name, () -> sessions.open(name, request.password(), ErrorCode.BAD_CREDENTIALS))));
        String userId = session.account().id();
        if (endings.overtook(began, userId)) {
            endings.end(session.sessionId());
            throw ErrorCode.SERVICE_UNAVAILABLE
                    .because("sessions of %s ended during the login", userId)
                    .retryAfter(RETRY_AFTER);
        }
        profiles.loggedIn(session.account(), address);
        return SessionView.of(session);
    }

    /** A used refresh token may be a thief's: whoever came out of it earlier is out as well. */
    SessionView refresh(RefreshRequest request) {
        try {
            UserSession session = sessions.continued(request.refreshToken());
            bringCopiesUpToDate(session.account());
            return SessionView.of(session);
        } catch (UsedRefreshTokenException used) {
            endings.end(used.sessionId());
            throw ErrorCode.TOKEN_INVALID.because("%s", used.getMessage());
        }
    }

    /** The refresh token is used up: the new ones have to reach the client, whatever becomes of our copies. */
    private void bringCopiesUpToDate(Account account) {
        try {
            profiles.know(account);
        } catch (DataAccessException | TransactionException later) {
            log.warn("profile not brought up to date: user={} because={}", account.id(), later.getMessage());
        }
    }

    void logout(String sessionId) {
        endings.end(sessionId);
    }

    /** A registration that was cut off left the account without its role: the token has to be made again with it. */
    private UserSession complete(UserSession session) {
        if (session.account().mayUsePodi()) {
            return session;
        }
        accounts.giveUserRole(session.account().id());
        return sessions.continued(session.refreshToken());
    }
}
