package com.podi.taskworker.executor.cloud;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a job is found again.
 *
 * @param keyId of the key that it was begun with; null where the provider wants none
 */
record JobHandle(String job, @Nullable String keyId) {

    private static final char BETWEEN = ' ';

    /** The id of a key has no spaces. */
    static JobHandle of(String text) {
        int space = text.indexOf(BETWEEN);
        return new JobHandle(text.substring(space + 1), space <= 0 ? null : text.substring(0, space));
    }

    Optional<String> key() {
        return Optional.ofNullable(keyId);
    }

    String text() {
        return (keyId == null ? "" : keyId) + BETWEEN + job;
    }
}
