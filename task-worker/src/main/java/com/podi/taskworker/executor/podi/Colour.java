package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.jspecify.annotations.Nullable;

/** A colour as people write it, in sRGB: {@code #RRGGBB} or {@code #RRGGBBAA}. */
record Colour(int red, int green, int blue, int alpha) {

    private static final int MOST = 255;
    private static final int WITH_ALPHA = 9;

    static Colour of(String text) throws ExecutionFailedException {
        try {
            long value = Long.parseLong(text.substring(1), 16);
            long rgba = text.length() == WITH_ALPHA ? value : value << 8 | MOST;
            return new Colour(
                    (int) (rgba >> 24) & MOST, (int) (rgba >> 16) & MOST, (int) (rgba >> 8) & MOST, (int) rgba & MOST);
        } catch (NumberFormatException | StringIndexOutOfBoundsException wrong) {
            throw Refusal.input("颜色须为#RRGGBB或#RRGGBBAA", "a colour is #RRGGBB or #RRGGBBAA");
        }
    }

    boolean isOpaque() {
        return alpha == MOST;
    }

    boolean isGrey() {
        return red == green && green == blue;
    }

    /** The same colour as a value of that picture, whose profile may mean something else by the same numbers. */
    Scalar in(Mat picture, byte @Nullable [] profile) {
        float[] values = profile == null ? srgb() : converted(profile);
        double most = Scaling.most(picture);
        double first = values[0] * most;
        return values.length < 3
                ? new Scalar(first, first, first, alpha * most / MOST)
                : new Scalar(values[2] * most, values[1] * most, first, alpha * most / MOST);
    }

    private float[] srgb() {
        return new float[] {red / (float) MOST, green / (float) MOST, blue / (float) MOST};
    }

    private float[] converted(byte[] profile) {
        try {
            return new ICC_ColorSpace(ICC_Profile.getInstance(profile)).fromRGB(srgb());
        } catch (RuntimeException unusable) {
            // Whoever shows the picture cannot use the profile either.
            return srgb();
        }
    }
}
