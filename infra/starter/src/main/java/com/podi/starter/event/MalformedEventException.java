package com.podi.starter.event;

import com.podi.contracts.event.EventEnvelope;
import org.jspecify.annotations.Nullable;

/** An event that no repetition can make readable; it goes to the dead-letter topic. */
final class MalformedEventException extends RuntimeException {

    MalformedEventException(EventEnvelope event, @Nullable Throwable cause) {
        super("cannot read %s version %d: %s".formatted(event.type(), event.version(), event.eventId()), cause);
    }
}
