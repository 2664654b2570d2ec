package com.podi.taskworker.executor.podi;

import org.jspecify.annotations.Nullable;

/**
 * What a picture says of itself before it is decoded.
 *
 * @param frames pictures in the file; only the first one is worked on
 * @param orientation as EXIF counts: 1 is upright
 * @param profile of its colours, as ICC has it
 * @param colour how its values are to be understood
 * @param lossless whether its compression loses nothing
 * @param transparentGrey the one grey that is transparent, as decoded; null if none is
 */
record PictureHeader(
        SourceFormat format,
        int width,
        int height,
        int frames,
        int orientation,
        @Nullable Density density,
        byte @Nullable [] profile,
        Colour colour,
        boolean lossless,
        @Nullable Integer transparentGrey) {

    /** One whose transparency, if it has any, is told pixel by pixel. */
    PictureHeader(
            SourceFormat format,
            int width,
            int height,
            int frames,
            int orientation,
            @Nullable Density density,
            byte @Nullable [] profile,
            Colour colour,
            boolean lossless) {
        this(format, width, height, frames, orientation, density, profile, colour, lossless, null);
    }

    enum Colour {
        GREY,
        RGB,
        CMYK,
        /** Lab and the like. */
        OTHER
    }

    /** The size it has when it is upright. */
    int uprightWidth() {
        return liesOnItsSide() ? height : width;
    }

    int uprightHeight() {
        return liesOnItsSide() ? width : height;
    }

    @Nullable
    Density uprightDensity() {
        return liesOnItsSide() && density != null ? density.turned() : density;
    }

    private boolean liesOnItsSide() {
        return orientation >= 5;
    }

    long pixels() {
        return (long) width * height;
    }
}
