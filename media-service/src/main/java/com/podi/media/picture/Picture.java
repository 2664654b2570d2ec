package com.podi.media.picture;

/**
 * What a header says; nothing of it is checked against the limits yet.
 *
 * @param frames counted up to one more than the limit, and only for GIF
 */
public record Picture(PictureType type, long width, long height, int frames) {

    Picture(PictureType type, long width, long height) {
        this(type, width, height, 1);
    }
}
