package com.podi.taskworker.executor.podi;

/** The bytes end too early or contradict their format. */
final class BrokenPictureException extends RuntimeException {

    BrokenPictureException(String reason) {
        super(reason);
    }
}
