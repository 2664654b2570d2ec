package com.podi.contracts.session;

import java.time.Instant;
import java.util.List;

/**
 * The answer to {@code GET /internal/ended-sessions?since=}, oldest first; without {@code since}, all that are kept.
 * Some endings are told more than once, so that one that was committed late is not missed.
 *
 * @param asOf what to ask with as {@code since} the next time
 */
public record EndedSessions(Instant asOf, List<EndedSession> endings) {

    /** An answer of so many may have been cut: the rest is asked for with its {@code asOf}. */
    public static final int MOST_AT_ONCE = 10_000;

    public EndedSessions {
        endings = List.copyOf(endings);
    }
}
