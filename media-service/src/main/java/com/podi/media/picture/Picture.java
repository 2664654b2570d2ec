package com.podi.media.picture;

/**
 * What a header says; nothing of it is checked against the limits yet.
 *
 * @param frames pictures in the file, counted up to one more than the limit
 * @param progressive whether a decoder has to hold all of it before it can show any of it
 */
public record Picture(PictureType type, long width, long height, int frames, boolean progressive) {

    Picture(PictureType type, long width, long height, int frames) {
        this(type, width, height, frames, false);
    }

    Picture(PictureType type, long width, long height) {
        this(type, width, height, 1);
    }
}
