package com.podi.auth.ending;

import com.podi.auth.directory.Accounts;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;

/**
 * Ends sessions: their tokens are refused, and Keycloak does not continue them. Each ending is written down before its
 * first step and taken up by {@link EndingJob} where it was cut off.
 */
@Service
public class Endings {

    private static final Logger log = LoggerFactory.getLogger(Endings.class);

    private final EndingRows rows;
    private final Accounts accounts;
    private final EndingProperties properties;

    Endings(EndingRows rows, Accounts accounts, EndingProperties properties) {
        this.rows = rows;
        this.accounts = accounts;
        this.properties = properties;
    }

    /** The session's tokens are refused at once, even while Keycloak is away. */
    public void end(String sessionId) {
        finishNowOrLater(rows.planForSession(sessionId, properties.retry()));
    }

    /**
     * Makes the change in Keycloak, then ends all sessions that were opened before it. Should the change fail, nobody knows
     * whether it was made: the sessions end all the same, a little later.
     */
    public void endAllOf(String userId, Runnable change) {
        Ending ending = rows.planForUser(userId, properties.retry());
        change.run();
        finishNowOrLater(ending);
    }

    /** The moment to give to {@link #overtook}. */
    public Instant now() {
        return rows.now();
    }

    /**
     * Whether all sessions of the user were to end after this moment. A login that began before it may have been checked
     * against what held before the change, and its session come too late to be found.
     */
    public boolean overtook(Instant began, String userId) {
        return rows.coveredAnyOf(userId, began);
    }

    void finish(Ending ending) {
        if (ending.userId() != null) {
            List<String> sessions = accounts.sessionsOf(ending.userId());
            rows.record(sessions);
            accounts.endAllSessions(ending.userId());
        } else {
            accounts.endSession(Objects.requireNonNull(ending.sessionId()));
        }
        rows.finish(ending);
    }

    private void finishNowOrLater(Ending ending) {
        try {
            finish(ending);
        } catch (RuntimeException later) {
            log.warn("ending not finished yet: ending={} because={}", ending.endingId(), later.getMessage());
        }
    }
}
