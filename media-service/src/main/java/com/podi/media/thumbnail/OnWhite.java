package com.podi.media.thumbnail;

import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;

/** JPEG knows no transparency, and prints are often cut out: what shows through is white, not whatever lies beneath. */
final class OnWhite {

    private static final int OPAQUE = 255;

    private OnWhite() {}

    /** @param picture small, with or without alpha */
    static Mat flatten(Mat picture) {
        Mat colours = new Mat();
        switch (picture.channels()) {
            case 1 -> opencv_imgproc.cvtColor(picture, colours, opencv_imgproc.COLOR_GRAY2BGR);
            case 4 -> {
                byte[] pixels = new byte[picture.rows() * picture.cols() * 4];
                picture.data().get(pixels);
                colours.create(picture.rows(), picture.cols(), opencv_core.CV_8UC3);
                colours.data().put(blended(pixels), 0, pixels.length / 4 * 3);
            }
            default -> picture.copyTo(colours);
        }
        return colours;
    }

    /** @param bgra four bytes a pixel */
    static byte[] blended(byte[] bgra) {
        byte[] bgr = new byte[bgra.length / 4 * 3];
        for (int from = 0, to = 0; from < bgra.length; from += 4) {
            int alpha = bgra[from + 3] & 0xff;
            for (int channel = 0; channel < 3; channel++) {
                int colour = bgra[from + channel] & 0xff;
                bgr[to++] = (byte) ((colour * alpha + OPAQUE * (OPAQUE - alpha)) / OPAQUE);
            }
        }
        return bgr;
    }
}
