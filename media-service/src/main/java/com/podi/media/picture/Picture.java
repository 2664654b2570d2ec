package com.podi.media.picture;

/**
 * What a header says; nothing of it is checked against the limits yet.
 *
 * @param frames pictures in the file, counted up to one more than the limit
 * @param progressive whether a decoder has to hold all of it before it can show any of it
 */
public record Picture(FileType type, long width, long height, int frames, boolean progressive) {

    /** A file that is none. */
    public static Picture none(FileType type) {
        return new Picture(type, 0, 0, 0);
    }

    Picture(FileType type, long width, long height, int frames) {
        this(type, width, height, frames, false);
    }

    Picture(FileType type, long width, long height) {
        this(type, width, height, 1);
    }
}
