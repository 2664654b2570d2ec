package com.podi.comfyui.dispatch;

import java.util.Locale;

/** Where a task stands. What was refused or went wrong may be pushed once more while it has time; all else is final. */
enum TaskStatus {
    PENDING,
    RUNNING,
    SUCCESS,
    FAILED,
    REJECTED,
    EXPIRED;

    boolean isOver() {
        return this != PENDING && this != RUNNING;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static TaskStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
