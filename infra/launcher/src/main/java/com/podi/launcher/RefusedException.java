package com.podi.launcher;

/** Something that the user has to put right first; the message says what, in one sentence. */
public final class RefusedException extends RuntimeException {
    RefusedException(String message) {
        super(message);
    }
}
