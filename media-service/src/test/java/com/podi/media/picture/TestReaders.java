package com.podi.media.picture;

/** Readers without a context. */
public final class TestReaders {

    private TestReaders() {}

    public static PictureReader reader(PictureLimits limits) {
        return new PictureReader(limits);
    }
}
