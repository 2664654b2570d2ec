package com.podi.contracts.session;

import java.time.Instant;

/**
 * A session whose tokens are refused from now on.
 *
 * @param sessionId the claim {@code sid} of its tokens
 */
public record EndedSession(String sessionId, Instant endedAt) {}
