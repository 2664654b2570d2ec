package com.podi.starter.event;

/** An event that no repetition can make readable; it goes to the dead-letter topic. */
final class MalformedEventException extends RuntimeException {

    MalformedEventException(String event, Throwable cause) {
        super("cannot read event " + event, cause);
    }
}
