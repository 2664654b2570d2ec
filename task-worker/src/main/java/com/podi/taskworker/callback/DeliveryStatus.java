package com.podi.taskworker.callback;

import java.util.Locale;

/** {@code waiting → delivered | gone | exhausted}; whoever asks for it anew has it waiting again. */
enum DeliveryStatus {
    WAITING,
    DELIVERED,
    /** Its target said that nobody will ever hear it there. */
    GONE,
    EXHAUSTED;

    /** The word on the wire and in the table. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryStatus of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
