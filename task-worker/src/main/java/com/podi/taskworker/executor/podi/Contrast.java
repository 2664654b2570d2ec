package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Spreads the values around the middle and shifts them; transparency stays as it is. */
@Component
final class Contrast implements ImageTool {

    private static final int ALPHA = 3;
    private static final double PERCENT = 100;

    @Override
    public String capability() {
        return "contrast";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) {
        return Extent.of(source);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        double contrast = bench.inputs().path("contrast").asDouble(1);
        double brightness = bench.inputs().path("brightness").asDouble(0);
        try (Mat source = bench.decode();
                Mat result = new Mat()) {
            double middle = Scaling.most(source) / 2;
            double shift = middle - contrast * middle + brightness / PERCENT * middle;
            if (source.channels() <= ALPHA) {
                source.convertTo(result, -1, contrast, shift);
            } else {
                try (Mat colours = matrix(contrast, shift)) {
                    opencv_core.transform(source, result, colours);
                }
            }
            return bench.encode(result);
        }
    }

    /** A row for each channel of the result: its share of each channel of the source, and what is added. */
    private static Mat matrix(double contrast, double shift) {
        Mat matrix = Mat.zeros(ALPHA + 1, ALPHA + 2, opencv_core.CV_32F).asMat();
        try (FloatIndexer values = matrix.createIndexer()) {
            for (int channel = 0; channel < ALPHA; channel++) {
                values.put(channel, channel, (float) contrast);
                values.put(channel, ALPHA + 1, (float) shift);
            }
            values.put(ALPHA, ALPHA, 1f);
        }
        return matrix;
    }
}
