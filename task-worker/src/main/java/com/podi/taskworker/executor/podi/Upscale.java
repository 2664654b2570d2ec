package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Enlarges by a whole factor with Lanczos interpolation over 8 × 8 pixels. */
@Component
final class Upscale implements ImageTool {

    private static final long MOST_PIXELS = 200_000_000;

    @Override
    public String capability() {
        return "upscale";
    }

    @Override
    public Mat apply(Mat source, JsonNode inputs) throws ExecutionFailedException {
        int scale = inputs.get("scale").intValue();
        int width = source.cols() * scale;
        int height = source.rows() * scale;
        if ((long) width * height > MOST_PIXELS) {
            throw ExecutionFailedException.ofCaller(
                    ErrorCode.IMAGE_TOO_LARGE, "result would be %d x %d".formatted(width, height));
        }
        Mat result = new Mat();
        try (Size size = new Size(width, height)) {
            opencv_imgproc.resize(source, result, size, 0, 0, opencv_imgproc.INTER_LANCZOS4);
        }
        return result;
    }
}
