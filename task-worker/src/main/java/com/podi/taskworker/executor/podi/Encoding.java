package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * How a picture is written.
 *
 * @param quality from 1 to 100, where something is lost
 * @param lossless whether WebP loses nothing
 */
record Encoding(PictureFormat format, int quality, boolean lossless) {

    private static final int QUALITY = 95;
    /** From here on colours keep all their pixels: below, nobody sees that they do not. */
    private static final int FULL_COLOUR = 90;

    private static final int WEBP_LOSSLESS = 101;
    private static final double SIXTEEN_TO_EIGHT = 1 / 257.0;

    static Encoding of(PictureFormat format) {
        return new Encoding(format, QUALITY, false);
    }

    Encoding losslessIf(boolean wanted) {
        return new Encoding(format, quality, wanted);
    }

    void write(Mat picture, Path file) throws ExecutionFailedException {
        if (format != PictureFormat.PNG && picture.depth() == opencv_core.CV_16U) {
            try (Mat eight = eightBits(picture)) {
                writeAsIs(eight, file);
            }
        } else {
            writeAsIs(picture, file);
        }
    }

    /** A copy. */
    static Mat eightBits(Mat picture) {
        Mat eight = new Mat();
        picture.convertTo(eight, opencv_core.CV_8U, picture.depth() == opencv_core.CV_16U ? SIXTEEN_TO_EIGHT : 1, 0);
        return eight;
    }

    private void writeAsIs(Mat picture, Path file) throws ExecutionFailedException {
        if (!opencv_imgcodecs.imwrite(file.toString(), picture, parameters(picture))) {
            throw ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "cannot write " + format, null);
        }
    }

    private int[] parameters(Mat picture) {
        return switch (format) {
            case JPEG ->
                new int[] {
                    opencv_imgcodecs.IMWRITE_JPEG_QUALITY,
                    quality,
                    opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR,
                    quality >= FULL_COLOUR
                            ? opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_444
                            : opencv_imgcodecs.IMWRITE_JPEG_SAMPLING_FACTOR_420
                };
            case WEBP -> new int[] {opencv_imgcodecs.IMWRITE_WEBP_QUALITY, lossless ? WEBP_LOSSLESS : quality};
            case PNG -> PngCompression.of(picture).parameters();
        };
    }
}
