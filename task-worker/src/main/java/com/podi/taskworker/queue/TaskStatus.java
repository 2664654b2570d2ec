package com.podi.taskworker.queue;

import java.util.Locale;

/** {@code pending → queued → running → completed | failed | canceled}; the last three never change. */
public enum TaskStatus {
    PENDING,
    QUEUED,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELED;

    public boolean isTerminal() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }

    /** The word on the wire and in the table. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
