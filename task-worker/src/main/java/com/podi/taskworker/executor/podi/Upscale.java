package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Enlarges by a whole factor with Lanczos interpolation over 8 × 8 pixels. */
@Component
final class Upscale implements ImageTool {

    @Override
    public String capability() {
        return "upscale";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) {
        long scale = inputs.get("scale").longValue();
        return new Extent(source.uprightWidth() * scale, source.uprightHeight() * scale, 2);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        int scale = bench.inputs().get("scale").intValue();
        try (Mat source = bench.decode();
                Mat result = Scaling.scale(
                        source, source.cols() * scale, source.rows() * scale, opencv_imgproc.INTER_LANCZOS4)) {
            return bench.encode(result);
        }
    }
}
