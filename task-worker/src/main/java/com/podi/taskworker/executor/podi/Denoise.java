package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_photo;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Removes noise with non-local means (Buades, Coll, Morel, "A non-local algorithm for image denoising", 2005), OpenCV's
 * implementation with its usual windows. An alpha channel stays as it is.
 */
@Component
final class Denoise implements ImageTool {

    private static final int TEMPLATE_WINDOW = 7;
    private static final int SEARCH_WINDOW = 21;

    @Override
    public String capability() {
        return "denoise";
    }

    @Override
    public Mat apply(Mat source, JsonNode inputs) throws ExecutionFailedException {
        if (source.depth() != opencv_core.CV_8U) {
            throw ExecutionFailedException.ofCaller(
                    ErrorCode.IMAGE_FORMAT, "only 8 bits a channel can be denoised, depth is " + source.depth());
        }
        float strength = inputs.get("strength").floatValue();
        return switch (source.channels()) {
            case 1 -> grey(source, strength);
            case 3 -> colour(source, strength);
            case 4 -> colourWithAlpha(source, strength);
            default ->
                throw ExecutionFailedException.ofCaller(
                        ErrorCode.IMAGE_FORMAT, "cannot denoise %d channels".formatted(source.channels()));
        };
    }

    private static Mat grey(Mat source, float strength) {
        Mat result = new Mat();
        opencv_photo.fastNlMeansDenoising(source, result, strength, TEMPLATE_WINDOW, SEARCH_WINDOW);
        return result;
    }

    private static Mat colour(Mat source, float strength) {
        Mat result = new Mat();
        opencv_photo.fastNlMeansDenoisingColored(source, result, strength, strength, TEMPLATE_WINDOW, SEARCH_WINDOW);
        return result;
    }

    private static Mat colourWithAlpha(Mat source, float strength) {
        try (Mat opaque = new Mat();
                MatVector channels = new MatVector();
                MatVector clean = new MatVector()) {
            opencv_core.split(source, channels);
            opencv_imgproc.cvtColor(source, opaque, opencv_imgproc.COLOR_BGRA2BGR);
            try (Mat denoised = colour(opaque, strength)) {
                opencv_core.split(denoised, clean);
            }
            clean.push_back(channels.get(3));
            Mat result = new Mat();
            opencv_core.merge(clean, result);
            return result;
        }
    }
}
