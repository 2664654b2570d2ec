package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Turns grey of a profile into grey of sRGB: where a picture has become coloured, its profile cannot stay. */
final class GreyProfile {

    private static final int VALUES = 256;
    private static final Text ONLY_EIGHT =
            new Text("16位灰度图片的颜色配置文件无法转换", "the colour profile of a grey picture of 16 bits cannot be converted");

    private final ICC_ColorSpace space;

    private GreyProfile(ICC_ColorSpace space) {
        this.space = space;
    }

    static GreyProfile of(byte[] profile) throws ExecutionFailedException {
        try {
            return new GreyProfile(new ICC_ColorSpace(ICC_Profile.getInstance(profile)));
        } catch (IllegalArgumentException broken) {
            throw Refusal.broken("a broken profile");
        }
    }

    /** @param coloured with the same grey in each of its channels; closed */
    Mat toSrgb(Mat coloured) throws ExecutionFailedException {
        try (coloured) {
            if (coloured.depth() != opencv_core.CV_8U) {
                throw Refusal.format("grey profile of 16 bits", ONLY_EIGHT);
            }
            try (Mat table = table(coloured.channels())) {
                Mat converted = new Mat();
                opencv_core.LUT(coloured, table, converted);
                return converted;
            }
        }
    }

    /** Alpha is no colour. */
    private Mat table(int channels) {
        byte[] values = new byte[VALUES * channels];
        for (int grey = 0; grey < VALUES; grey++) {
            float[] srgb = space.toRGB(new float[] {grey / (float) (VALUES - 1)});
            for (int channel = 0; channel < channels; channel++) {
                boolean alpha = channel == 3;
                values[grey * channels + channel] = (byte) (alpha ? grey : Math.round(srgb[0] * (VALUES - 1)));
            }
        }
        Mat table = new Mat(1, VALUES, opencv_core.CV_8UC(channels));
        new BytePointer(table.data()).put(values);
        return table;
    }
}
