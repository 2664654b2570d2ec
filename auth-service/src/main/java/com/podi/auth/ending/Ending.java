package com.podi.auth.ending;

import org.jspecify.annotations.Nullable;

/** What has to end: all sessions of a user, or one session. */
record Ending(
        String endingId, @Nullable String userId, @Nullable String sessionId) {}
