package com.podi.starter.http;

import java.io.IOException;

/** An address answered with more than anybody wanted to read. */
public final class AnswerTooLongException extends IOException {

    AnswerTooLongException(long mostBytes) {
        super("more than %d bytes".formatted(mostBytes));
    }
}
