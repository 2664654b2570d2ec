package com.podi.taskworker.executor.podi;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Scales pictures. Where some of it is transparent, colours count by as much as they are seen: otherwise what nobody sees
 * would show at the edges.
 */
final class Scaling {

    private static final int ALPHA = 3;
    private static final int COLOURS = 3;
    private static final double EIGHT_BITS = 255;
    private static final double SIXTEEN_BITS = 65_535;

    private Scaling() {}

    static Mat scale(Mat source, int width, int height, int interpolation) {
        try (Size size = new Size(width, height)) {
            return isOpaque(source) ? resized(source, size, interpolation) : transparent(source, size, interpolation);
        }
    }

    static double most(Mat picture) {
        return picture.depth() == opencv_core.CV_8U ? EIGHT_BITS : SIXTEEN_BITS;
    }

    static boolean isOpaque(Mat picture) {
        if (picture.channels() <= ALPHA) {
            return true;
        }
        try (Mat alpha = new Mat();
                DoublePointer least = new DoublePointer(1);
                DoublePointer greatest = new DoublePointer(1)) {
            opencv_core.extractChannel(picture, alpha, ALPHA);
            opencv_core.minMaxLoc(alpha, least, greatest, null, null, null);
            return least.get() == most(picture);
        }
    }

    private static Mat resized(Mat source, Size size, int interpolation) {
        Mat result = new Mat();
        opencv_imgproc.resize(source, result, size, 0, 0, interpolation);
        return result;
    }

    /** One channel after the other, in so many bits that nothing is lost. */
    private static Mat transparent(Mat source, Size size, int interpolation) {
        boolean eight = source.depth() == opencv_core.CV_8U;
        int wide = eight ? opencv_core.CV_16U : opencv_core.CV_32F;
        Mat result = new Mat(size, source.type());
        try (Mat alpha = new Mat();
                Mat wideAlpha = new Mat()) {
            opencv_core.extractChannel(source, alpha, ALPHA);
            alpha.convertTo(wideAlpha, wide, eight ? EIGHT_BITS : 1, 0);
            try (Mat scaledAlpha = resized(wideAlpha, size, interpolation)) {
                for (int channel = 0; channel < COLOURS; channel++) {
                    colour(source, channel, alpha, scaledAlpha, result, size, interpolation);
                }
                try (Mat narrow = new Mat()) {
                    scaledAlpha.convertTo(narrow, source.depth(), eight ? 1 / EIGHT_BITS : 1, 0);
                    opencv_core.insertChannel(narrow, result, ALPHA);
                }
            }
        }
        return result;
    }

    private static void colour(
            Mat source, int channel, Mat alpha, Mat scaledAlpha, Mat result, Size size, int interpolation) {
        boolean eight = source.depth() == opencv_core.CV_8U;
        try (Mat colour = new Mat();
                Mat seen = new Mat();
                Mat again = new Mat()) {
            opencv_core.extractChannel(source, colour, channel);
            opencv_core.multiply(colour, alpha, seen, eight ? 1 : 1 / SIXTEEN_BITS, scaledAlpha.depth());
            try (Mat scaled = resized(seen, size, interpolation)) {
                opencv_core.divide(scaled, scaledAlpha, again, eight ? EIGHT_BITS : SIXTEEN_BITS, source.depth());
                opencv_core.insertChannel(again, result, channel);
            }
        }
    }
}
