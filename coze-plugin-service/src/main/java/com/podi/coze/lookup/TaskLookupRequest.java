package com.podi.coze.lookup;

import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Nothing is refused here that can be understood: Coze fills what its user left out with "" and 0.
 *
 * @param waitSeconds how long to wait for the end of the task, in answers that stay below Coze's patience
 */
record TaskLookupRequest(@Nullable String taskId, @Nullable Integer waitSeconds) {

    static final int LONGEST_WAIT_SECONDS = 20;

    Duration patience() {
        int seconds = Objects.requireNonNullElse(waitSeconds, 0);
        return Duration.ofSeconds(Math.max(0, Math.min(seconds, LONGEST_WAIT_SECONDS)));
    }
}
