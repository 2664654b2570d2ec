package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Puts a margin of one colour around the picture, on each side as wide as is wanted. */
@Component
final class ExpandCanvas implements ImageTool {

    @Override
    public String capability() {
        return "expand_canvas";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) {
        return new Extent(
                (long) source.uprightWidth() + side(inputs, "left") + side(inputs, "right"),
                (long) source.uprightHeight() + side(inputs, "top") + side(inputs, "bottom"),
                2);
    }

    private static int side(JsonNode inputs, String name) {
        return inputs.path(name).asInt(0);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        JsonNode inputs = bench.inputs();
        Colour background = Colour.of(inputs.path("background").asString("#FFFFFF"));
        try (Mat picture = withRoomFor(background, bench.decode(), bench);
                Mat result = new Mat();
                Scalar colour = background.in(picture, bench.profile())) {
            opencv_core.copyMakeBorder(
                    picture,
                    result,
                    side(inputs, "top"),
                    side(inputs, "bottom"),
                    side(inputs, "left"),
                    side(inputs, "right"),
                    opencv_core.BORDER_CONSTANT,
                    colour);
            return bench.encode(result);
        }
    }

    private static Mat withRoomFor(Colour background, Mat picture, Workbench bench) throws ExecutionFailedException {
        Mat coloured = background.isGrey() && background.isOpaque() ? picture : bench.inColour(picture);
        if (background.isOpaque() || coloured.channels() == 4) {
            return coloured;
        }
        Mat transparent = new Mat();
        opencv_imgproc.cvtColor(coloured, transparent, opencv_imgproc.COLOR_BGR2BGRA);
        coloured.close();
        return transparent;
    }
}
