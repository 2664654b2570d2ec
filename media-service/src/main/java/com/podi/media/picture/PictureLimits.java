package com.podi.media.picture;

import com.podi.contracts.media.Purpose;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a picture may unfold to in the memory of whoever decodes it: some kilobytes can hold hundreds of megapixels.
 *
 * @param maxResultPixels of a picture that a task produced; it may be an enlarged upload
 * @param maxFrames of an animated picture, or pages
 * @param maxResultFrames the same of what a task produced: some seconds of it are hundreds
 */
@ConfigurationProperties("podi.media.picture")
public record PictureLimits(
        @DefaultValue("50000000") long maxPixels,
        @DefaultValue("16384") int maxSide,
        @DefaultValue("200000000") long maxResultPixels,
        @DefaultValue("65500") int maxResultSide,
        @DefaultValue("60") int maxFrames,
        @DefaultValue("2000") int maxResultFrames) {

    public boolean allow(Picture picture, Purpose purpose) {
        return switch (purpose) {
            case INPUT -> allow(picture, maxPixels, maxSide, maxFrames);
            case OUTPUT -> allow(picture, maxResultPixels, maxResultSide, maxResultFrames);
        };
    }

    /** Whoever counts frames may stop behind this many. */
    int mostFrames() {
        return Math.max(maxFrames, maxResultFrames);
    }

    private static boolean allow(Picture picture, long pixels, int side, int frames) {
        return picture.width() <= side
                && picture.height() <= side
                && picture.width() * picture.height() <= pixels
                && picture.frames() <= frames;
    }
}
