package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Scales by a factor or to a long edge: downwards by the mean of the area of each new pixel, upwards with Lanczos
 * interpolation.
 */
@Component
final class Resize implements ImageTool {

    private static final String FACTOR = "factor";
    private static final String LONG_EDGE = "longEdge";
    private static final int[] REDUCTIONS = {8, 4, 2};

    @Override
    public String capability() {
        return "resize";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) throws ExecutionFailedException {
        if (inputs.hasNonNull(FACTOR) == inputs.hasNonNull(LONG_EDGE)) {
            throw Refusal.input("factor和longEdge须填写其中一个", "give either factor or longEdge");
        }
        double factor = inputs.hasNonNull(FACTOR)
                ? inputs.get(FACTOR).doubleValue()
                : inputs.get(LONG_EDGE).doubleValue() / Math.max(source.width(), source.height());
        return new Extent(scaled(source.uprightWidth(), factor), scaled(source.uprightHeight(), factor), 2);
    }

    private static long scaled(int side, double factor) {
        return Math.max(1, Math.round(side * factor));
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        Extent extent = extent(bench.header(), bench.inputs());
        int width = (int) extent.width();
        int height = (int) extent.height();
        try (Mat source = bench.decode(reduction(bench.header(), width))) {
            int interpolation = width < source.cols() || height < source.rows()
                    ? opencv_imgproc.INTER_AREA
                    : opencv_imgproc.INTER_LANCZOS4;
            try (Mat result = Scaling.scale(source, width, height, interpolation)) {
                return bench.encode(result);
            }
        }
    }

    /** What the decoder leaves out already is decoded for nothing; at least a factor of two is left for a good mean. */
    private static int reduction(PictureHeader header, int width) {
        for (int reduction : REDUCTIONS) {
            if (header.uprightWidth() >= 2L * reduction * width) {
                return reduction;
            }
        }
        return 1;
    }
}
