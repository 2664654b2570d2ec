package com.podi.media.thumbnail;

/** A picture that cannot be decoded, or only at too high a price. */
final class NoThumbnailException extends Exception {

    NoThumbnailException(String reason) {
        super(reason);
    }
}
