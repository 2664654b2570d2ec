package com.podi.taskworker.executor.podi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PngCompressionTest {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 600;
    private static final int PATTERN = 90;

    private final Random random = new Random(7);

    @Test
    void lookingForRepeatsWouldGainNothingInAPhoto() {
        Mat photo = photo(WIDTH);

        assertThat(PngCompression.of(photo)).isEqualTo(PngCompression.RUNS);
        assertThat(size(photo, PngCompression.RUNS)).isLessThan(size(photo, PngCompression.REPEATS) * 11 / 10);
    }

    @Test
    void aPatternIsMuchSmallerByItsRepeats() {
        Mat pattern = new Mat();
        opencv_core.repeat(photo(PATTERN), 1, WIDTH / PATTERN, pattern);

        assertThat(PngCompression.of(pattern)).isEqualTo(PngCompression.REPEATS);
        assertThat(size(pattern, PngCompression.REPEATS)).isLessThan(size(pattern, PngCompression.RUNS) / 4);
    }

    @Test
    void aSingleLineIsAPictureToo() {
        assertThat(PngCompression.of(photo(WIDTH).rowRange(0, 1))).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(PngCompression.class)
    void nothingIsLost(PngCompression compression) {
        Mat photo = photo(WIDTH);
        try (BytePointer written = written(photo, compression)) {
            Mat read = opencv_imgcodecs.imdecode(
                    new Mat(1, (int) written.limit(), opencv_core.CV_8U, written), opencv_imgcodecs.IMREAD_UNCHANGED);

            assertThat(opencv_core.norm(photo, read)).isZero();
        }
    }

    /** A gradient with some noise. */
    private Mat photo(int width) {
        byte[] pixels = new byte[width * HEIGHT * 3];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i / 3 % width * 200 / width + 20 + random.nextInt(5));
        }
        Mat photo = new Mat(HEIGHT, width, opencv_core.CV_8UC3);
        photo.data().put(pixels);
        return photo;
    }

    private static long size(Mat picture, PngCompression compression) {
        try (BytePointer written = written(picture, compression)) {
            return written.limit();
        }
    }

    private static BytePointer written(Mat picture, PngCompression compression) {
        BytePointer written = new BytePointer();
        opencv_imgcodecs.imencode(".png", picture, written, new IntPointer(compression.parameters()));
        return written;
    }
}
