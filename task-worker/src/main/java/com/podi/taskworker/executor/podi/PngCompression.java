package com.podi.taskworker.executor.podi;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * The two ways to write a PNG, which lose nothing either way. A photo or a print is smaller, and written several times
 * faster, when nothing but runs is looked for after the prediction of each pixel. A pattern that repeats itself along its lines
 * is much smaller when what came before is looked for.
 */
enum PngCompression {
    RUNS(1, opencv_imgcodecs.IMWRITE_PNG_STRATEGY_RLE, opencv_imgcodecs.IMWRITE_PNG_FILTER_PAETH),
    REPEATS(4, opencv_imgcodecs.IMWRITE_PNG_STRATEGY_FILTERED, opencv_imgcodecs.IMWRITE_PNG_ALL_FILTERS);

    private static final int SAMPLES = 8;
    private static final int SAMPLE_HEIGHT = 8;

    /** How far back a repetition is found. */
    private static final int WINDOW = 32 * 1024;

    /** Some repetition is in every picture, and not worth the time. */
    private static final double WORTH_LOOKING_FOR = 0.85;

    private final int[] parameters;

    PngCompression(int level, int strategy, int filter) {
        this.parameters = new int[] {
            opencv_imgcodecs.IMWRITE_PNG_COMPRESSION,
            level,
            opencv_imgcodecs.IMWRITE_PNG_STRATEGY,
            strategy,
            opencv_imgcodecs.IMWRITE_PNG_FILTER,
            filter
        };
    }

    /** Tried on some lines here and there. */
    static PngCompression of(Mat picture) {
        long runs = 0;
        long repeats = 0;
        int height = (int) Math.min(
                picture.rows(), Math.max(SAMPLE_HEIGHT, 2 * WINDOW / (picture.cols() * picture.elemSize()) + 1));
        for (int sample = 0; sample < SAMPLES; sample++) {
            int top = (picture.rows() - height) * sample / (SAMPLES - 1);
            try (Mat lines = picture.rowRange(top, top + height)) {
                runs += RUNS.size(lines);
                repeats += REPEATS.size(lines);
            }
        }
        return repeats < runs * WORTH_LOOKING_FOR ? REPEATS : RUNS;
    }

    int[] parameters() {
        return parameters.clone();
    }

    private long size(Mat lines) {
        try (BytePointer written = new BytePointer();
                IntPointer how = new IntPointer(parameters)) {
            opencv_imgcodecs.imencode(".png", lines, written, how);
            return written.limit();
        }
    }
}
