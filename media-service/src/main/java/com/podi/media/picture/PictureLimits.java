package com.podi.media.picture;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How much a picture may unfold to in the memory of whoever decodes it: some kilobytes can hold hundreds of megapixels.
 *
 * @param maxFrames of an animated picture
 */
@ConfigurationProperties("podi.media.picture")
public record PictureLimits(
        @DefaultValue("50000000") long maxPixels,
        @DefaultValue("16384") int maxSide,
        @DefaultValue("60") int maxFrames) {

    public boolean allow(Picture picture) {
        return picture.width() <= maxSide
                && picture.height() <= maxSide
                && picture.width() * picture.height() <= maxPixels
                && picture.frames() <= maxFrames;
    }
}
