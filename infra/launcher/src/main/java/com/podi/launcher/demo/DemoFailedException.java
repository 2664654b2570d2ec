package com.podi.launcher.demo;

/** A step of the demo did not do what it should; the message says what was answered instead. */
public final class DemoFailedException extends RuntimeException {

    DemoFailedException(String message) {
        super(message);
    }
}
