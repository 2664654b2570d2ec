package com.podi.auth.session;

import com.podi.auth.directory.Accounts;
import com.podi.auth.directory.UserSession;
import com.podi.auth.directory.UserSessions;
import com.podi.auth.profile.Profiles;
import com.podi.contracts.error.ErrorCode;
import org.springframework.stereotype.Service;

@Service
class SessionService {

    private final UserSessions sessions;
    private final Accounts accounts;
    private final Profiles profiles;
    private final RefusalFloor refusals;

    SessionService(UserSessions sessions, Accounts accounts, Profiles profiles, SessionProperties properties) {
        this.sessions = sessions;
        this.accounts = accounts;
        this.profiles = profiles;
        this.refusals = new RefusalFloor(properties.refusalFloor());
    }

    SessionView login(LoginRequest request, String address) {
        String name = request.name();
        UserSession session =
                complete(refusals.under(() -> sessions.open(name, request.password(), ErrorCode.BAD_CREDENTIALS)));
        profiles.loggedIn(session.account(), address);
        return SessionView.of(session);
    }

    SessionView refresh(RefreshRequest request) {
        return SessionView.of(sessions.continued(request.refreshToken()));
    }

    void logout(String sessionId) {
        accounts.endSession(sessionId);
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
