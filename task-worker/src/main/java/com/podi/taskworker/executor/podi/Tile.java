package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Makes a pattern that repeats without a seam: by mirroring the picture to all sides, or by letting its edges run into each
 * other.
 */
@Component
final class Tile implements ImageTool {

    private static final double PERCENT = 100;
    private static final Text TOO_SMALL = new Text("图片太小，无法融合边缘", "the picture is too small to blend its edges");

    @Override
    public String capability() {
        return "tile";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) throws ExecutionFailedException {
        long width = source.uprightWidth();
        long height = source.uprightHeight();
        if (isMirror(inputs)) {
            width *= 2;
            height *= 2;
        } else {
            width -= overlap(source.uprightWidth(), inputs);
            height -= overlap(source.uprightHeight(), inputs);
        }
        return new Extent(width * times(inputs, "columns"), height * times(inputs, "rows"), 2);
    }

    private static boolean isMirror(JsonNode inputs) {
        return inputs.path("method").asString("mirror").equals("mirror");
    }

    private static int times(JsonNode inputs, String name) {
        return inputs.path(name).asInt(1);
    }

    private static int overlap(int side, JsonNode inputs) throws ExecutionFailedException {
        int overlap = (int) Math.round(side * inputs.path("overlap").asDouble(20) / PERCENT);
        if (overlap < 1) {
            throw Refusal.format("nothing overlaps", TOO_SMALL);
        }
        return overlap;
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        JsonNode inputs = bench.inputs();
        try (Mat source = bench.decode();
                Mat seamless = isMirror(inputs) ? mirrored(source) : blended(source, inputs);
                Mat result = new Mat()) {
            opencv_core.repeat(seamless, times(inputs, "rows"), times(inputs, "columns"), result);
            return bench.encode(result);
        }
    }

    private static Mat mirrored(Mat source) {
        try (Mat flipped = new Mat();
                Mat upper = new Mat();
                Mat lower = new Mat()) {
            opencv_core.flip(source, flipped, 1);
            opencv_core.hconcat(source, flipped, upper);
            opencv_core.flip(upper, lower, 0);
            Mat whole = new Mat();
            opencv_core.vconcat(upper, lower, whole);
            return whole;
        }
    }

    /** Sideways first; then the same upwards, which is sideways of the picture on its side. */
    private static Mat blended(Mat source, JsonNode inputs) throws ExecutionFailedException {
        int across = overlap(source.cols(), inputs);
        int down = overlap(source.rows(), inputs);
        try (Mat sideways = blendedSideways(source, across);
                Mat lying = new Mat()) {
            opencv_core.transpose(sideways, lying);
            try (Mat both = blendedSideways(lying, down)) {
                Mat upright = new Mat();
                opencv_core.transpose(both, upright);
                return upright;
            }
        }
    }

    /** The right edge fades out over the left one; where something is transparent, colours count as they are seen. */
    private static Mat blendedSideways(Mat source, int overlap) {
        int width = source.cols() - overlap;
        try (Mat left = source.colRange(0, overlap);
                Mat right = source.colRange(width, source.cols());
                Mat rest = source.colRange(overlap, width);
                Mat edge = Fading.between(right, left)) {
            if (rest.cols() == 0) {
                return edge.clone();
            }
            Mat result = new Mat();
            opencv_core.hconcat(edge, rest, result);
            return result;
        }
    }

    /** One picture that becomes another from left to right. */
    private static final class Fading {

        private static final int ALPHA = 3;

        static Mat between(Mat first, Mat last) {
            int channels = first.channels();
            try (Mat rising = ramp(first.rows(), first.cols());
                    Mat falling = new Mat();
                    MatVector faded = new MatVector()) {
                opencv_core.absdiff(rising, ones(rising), falling);
                try (Mat weightFirst = weight(first, falling);
                        Mat weightLast = weight(last, rising);
                        Mat weights = new Mat()) {
                    opencv_core.add(weightFirst, weightLast, weights);
                    for (int channel = 0; channel < Math.min(channels, ALPHA); channel++) {
                        faded.push_back(mean(first, weightFirst, last, weightLast, weights, channel));
                    }
                    if (channels > ALPHA) {
                        Mat alpha = new Mat();
                        weights.convertTo(alpha, first.depth());
                        faded.push_back(alpha);
                    }
                }
                Mat result = new Mat();
                opencv_core.merge(faded, result);
                return result;
            }
        }

        private static Mat ramp(int rows, int columns) {
            Mat row = new Mat(1, columns, opencv_core.CV_32F);
            try (FloatIndexer values = row.createIndexer()) {
                for (int column = 0; column < columns; column++) {
                    values.put(0, column, (column + 0.5f) / columns);
                }
            }
            Mat ramp = new Mat();
            opencv_core.repeat(row, rows, 1, ramp);
            row.close();
            return ramp;
        }

        private static Mat ones(Mat like) {
            return Mat.ones(like.rows(), like.cols(), like.type()).asMat();
        }

        private static Mat weight(Mat picture, Mat share) {
            if (picture.channels() <= ALPHA) {
                return share.clone();
            }
            try (Mat alpha = new Mat()) {
                opencv_core.extractChannel(picture, alpha, ALPHA);
                Mat weight = new Mat();
                opencv_core.multiply(alpha, share, weight, 1, opencv_core.CV_32F);
                return weight;
            }
        }

        private static Mat mean(Mat first, Mat weightFirst, Mat last, Mat weightLast, Mat weights, int channel) {
            try (Mat one = seen(first, weightFirst, channel);
                    Mat other = seen(last, weightLast, channel);
                    Mat sum = new Mat();
                    Mat exact = new Mat()) {
                opencv_core.add(one, other, sum);
                opencv_core.divide(sum, weights, exact, 1, opencv_core.CV_32F);
                // Nothing divided by nothing: what nobody sees has no colour.
                opencv_core.patchNaNs(exact, 0);
                Mat mean = new Mat();
                exact.convertTo(mean, first.depth());
                return mean;
            }
        }

        private static Mat seen(Mat picture, Mat weight, int channel) {
            try (Mat colour = new Mat()) {
                opencv_core.extractChannel(picture, colour, channel);
                Mat seen = new Mat();
                opencv_core.multiply(colour, weight, seen, 1, opencv_core.CV_32F);
                return seen;
            }
        }
    }
}
