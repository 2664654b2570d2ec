package com.podi.starter.http;

import java.io.IOException;
import java.util.Set;

/** An address answered, but not with what was asked for. */
public final class UnwantedAnswerException extends IOException {

    private static final int FIRST_OF_THE_SERVER = 500;
    private static final Set<Integer> LATER = Set.of(408, 425, 429);

    private final int status;

    UnwantedAnswerException(int status) {
        super("answered " + status);
        this.status = status;
    }

    /** Whether asking once more is of no use: the answer blames the address, and not the moment. */
    public boolean isFinal() {
        return status < FIRST_OF_THE_SERVER && !LATER.contains(status);
    }
}
