package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Writes the picture in another format; what is transparent gets a background where the format knows no transparency. */
@Component
final class Convert implements ImageTool {

    private static final int ALPHA = 3;

    @Override
    public String capability() {
        return "convert";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) {
        return Extent.of(source);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        PictureFormat format =
                switch (bench.inputs().path("format").asString("png")) {
                    case "jpeg" -> PictureFormat.JPEG;
                    case "webp" -> PictureFormat.WEBP;
                    default -> PictureFormat.PNG;
                };
        Encoding encoding = new Encoding(format, bench.inputs().path("quality").asInt(95), false);
        try (Mat source = bench.decode()) {
            if (source.channels() <= ALPHA || format.canBeTransparent()) {
                return bench.encode(source, encoding);
            }
            Colour background = Colour.of(bench.inputs().path("background").asString("#FFFFFF"));
            try (Mat opaque = onto(background, source, bench)) {
                return bench.encode(opaque, encoding);
            }
        }
    }

    private static Mat onto(Colour background, Mat picture, Workbench bench) {
        try (Mat alpha = new Mat();
                Mat alphas = new Mat();
                Mat seen = new Mat();
                Mat hidden = new Mat();
                Scalar colour = background.in(picture, bench.profile())) {
            Mat opaque = new Mat();
            opencv_imgproc.cvtColor(picture, opaque, opencv_imgproc.COLOR_BGRA2BGR);
            opencv_core.extractChannel(picture, alpha, ALPHA);
            opencv_imgproc.cvtColor(alpha, alphas, opencv_imgproc.COLOR_GRAY2BGR);
            double most = Scaling.most(picture);
            opencv_core.multiply(opaque, alphas, seen, 1 / most, picture.depth());
            opencv_core.bitwise_not(alphas, alphas);
            try (Mat canvas = new Mat(picture.size(), opaque.type(), colour)) {
                opencv_core.multiply(canvas, alphas, hidden, 1 / most, picture.depth());
            }
            opencv_core.add(seen, hidden, opaque);
            return opaque;
        }
    }
}
