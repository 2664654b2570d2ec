package com.podi.media.picture;

/** The bytes end too early or contradict their format. */
final class BrokenPictureException extends RuntimeException {

    BrokenPictureException(String reason) {
        super(reason);
    }
}
