package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Removes noise with non-local means (Buades, Coll, Morel, "A non-local algorithm for image denoising", 2005), OpenCV's
 * implementation with its usual windows. An alpha channel stays as it is. It goes in strips that know their neighbourhood:
 * the result is the same, and between two strips the work can be stopped.
 */
@Component
final class Denoise implements ImageTool {

    private static final int TEMPLATE_WINDOW = 7;
    private static final int SEARCH_WINDOW = 21;
    private static final int NEIGHBOURHOOD = TEMPLATE_WINDOW / 2 + SEARCH_WINDOW / 2;
    private static final int STRIP = 250_000;
    private static final int ALPHA = 3;
    private static final int EIGHT_TO_SIXTEEN = 257;

    @Override
    public String capability() {
        return "denoise";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) {
        return Extent.of(source).withCopies(2);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        float strength = bench.inputs().get("strength").floatValue();
        try (Mat source = bench.decode();
                Mat result = source.clone()) {
            int rows = Math.max(2 * NEIGHBOURHOOD, STRIP / source.cols());
            for (int row = 0; row < source.rows(); row += rows) {
                strip(source, result, row, Math.min(source.rows(), row + rows), strength);
                bench.worked(100 * Math.min(source.rows(), row + rows) / source.rows());
            }
            return bench.encode(result);
        }
    }

    private static void strip(Mat source, Mat result, int from, int to, float strength) {
        int above = Math.max(0, from - NEIGHBOURHOOD);
        int below = Math.min(source.rows(), to + NEIGHBOURHOOD);
        try (Mat noisy = source.rowRange(above, below);
                Mat clean = denoised(noisy, strength);
                Mat wanted = clean.rowRange(from - above, to - above);
                Mat place = result.rowRange(from, to)) {
            wanted.copyTo(place);
        }
    }

    private static Mat denoised(Mat noisy, float strength) {
        if (noisy.channels() > ALPHA) {
            return withAlpha(noisy, strength);
        }
        Mat clean = new Mat();
        if (noisy.depth() == opencv_core.CV_16U) {
            float[] strengths = {strength * EIGHT_TO_SIXTEEN};
            opencv_photo.fastNlMeansDenoising(
                    noisy, clean, strengths, TEMPLATE_WINDOW, SEARCH_WINDOW, opencv_core.NORM_L1);
        } else if (noisy.channels() == 1) {
            opencv_photo.fastNlMeansDenoising(noisy, clean, strength, TEMPLATE_WINDOW, SEARCH_WINDOW);
        } else {
            opencv_photo.fastNlMeansDenoisingColored(noisy, clean, strength, strength, TEMPLATE_WINDOW, SEARCH_WINDOW);
        }
        return clean;
    }

    private static Mat withAlpha(Mat noisy, float strength) {
        try (Mat opaque = new Mat();
                Mat alpha = new Mat()) {
            opencv_imgproc.cvtColor(noisy, opaque, opencv_imgproc.COLOR_BGRA2BGR);
            opencv_core.extractChannel(noisy, alpha, ALPHA);
            try (Mat clean = denoised(opaque, strength)) {
                Mat again = new Mat();
                opencv_imgproc.cvtColor(clean, again, opencv_imgproc.COLOR_BGR2BGRA);
                opencv_core.insertChannel(alpha, again, ALPHA);
                return again;
            }
        }
    }
}
