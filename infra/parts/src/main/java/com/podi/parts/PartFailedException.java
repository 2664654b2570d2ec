package com.podi.parts;

import java.nio.file.Path;

/** A part that did not do what it was started for; the message names its log file. */
public final class PartFailedException extends RuntimeException {
    PartFailedException(String name, String reason, Path log) {
        super("%s %s; see %s".formatted(name, reason, log));
    }
}
