package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.global.opencv_ximgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/**
 * Takes away the ground. What can be reached from the border without a step in colour is ground for certain; GrabCut
 * (Rother, Kolmogorov, Blake, "GrabCut", 2004) settles the rest by what the two look like, on a small copy; and a guided
 * filter (He, Sun, Tang, "Guided Image Filtering", 2010) fits the edge to the picture again, as transparency.
 */
@Component
final class Cutout implements ImageTool {

    private static final int WORKING_SIDE = 640;
    private static final int ROUNDS = 3;
    private static final int ALPHA = 3;
    private static final double EIGHT_BITS = 255;
    private static final double SIXTEEN_TO_EIGHT = 1 / 257.0;
    private static final double SMOOTHNESS = 1e-4;
    private static final double CERTAIN = 250;
    private static final int MOST_TOLERANCE = 100;
    private static final double STEPS = 0.6;
    private static final Text NOTHING = new Text("未能区分主体和背景", "no subject was found before the ground");

    @Override
    public String capability() {
        return "cutout";
    }

    @Override
    public Extent extent(PictureHeader source, JsonNode inputs) {
        return Extent.of(source).withCopies(4);
    }

    @Override
    public Path apply(Workbench bench) throws ExecutionFailedException, InterruptedException {
        int tolerance =
                Math.min(MOST_TOLERANCE, bench.inputs().path("tolerance").asInt(10));
        try (Mat source = bench.inColour(bench.decode());
                Mat colours = eightBitColours(source);
                Mat small = small(colours)) {
            try (Mat mask = foreground(small, tolerance)) {
                bench.worked(60);
                try (Mat alpha = matte(mask, colours)) {
                    bench.worked(90);
                    try (Mat clean = withoutGround(source, alpha);
                            Mat result = withAlpha(clean, alpha)) {
                        return bench.encode(result);
                    }
                }
            }
        }
    }

    private static Mat eightBitColours(Mat source) {
        Mat colours = new Mat();
        if (source.channels() > ALPHA) {
            opencv_imgproc.cvtColor(source, colours, opencv_imgproc.COLOR_BGRA2BGR);
        } else {
            source.copyTo(colours);
        }
        if (colours.depth() != opencv_core.CV_8U) {
            colours.convertTo(colours, opencv_core.CV_8U, SIXTEEN_TO_EIGHT, 0);
        }
        return colours;
    }

    private static Mat small(Mat colours) {
        double factor = Math.min(1, WORKING_SIDE / (double) Math.max(colours.cols(), colours.rows()));
        try (Size size = new Size((int) Math.max(8, Math.round(colours.cols() * factor)), (int)
                Math.max(8, Math.round(colours.rows() * factor)))) {
            Mat small = new Mat();
            opencv_imgproc.resize(colours, small, size, 0, 0, opencv_imgproc.INTER_AREA);
            return small;
        }
    }

    /** 255 where the subject is. */
    private static Mat foreground(Mat small, int tolerance) throws ExecutionFailedException {
        try (Mat ground = groundFromTheBorder(small, tolerance);
                Mat labels = new Mat(small.size(), opencv_core.CV_8UC1, Scalar.all(opencv_imgproc.GC_PR_FGD));
                Mat backgroundModel = new Mat();
                Mat foregroundModel = new Mat();
                Mat certain = new Mat()) {
            int found = opencv_core.countNonZero(ground);
            if (found == 0 || found == ground.total()) {
                throw Refusal.format("ground covers %d of %d".formatted(found, ground.total()), NOTHING);
            }
            labels.put(new Scalar(opencv_imgproc.GC_PR_FGD));
            try (Mat sure = new Mat(small.size(), opencv_core.CV_8UC1, new Scalar(opencv_imgproc.GC_BGD))) {
                sure.copyTo(labels, ground);
            }
            opencv_imgproc.grabCut(
                    small,
                    labels,
                    new Rect(),
                    backgroundModel,
                    foregroundModel,
                    ROUNDS,
                    opencv_imgproc.GC_INIT_WITH_MASK);
            // Certain and probable foreground are the odd labels.
            try (Mat one = new Mat(small.size(), opencv_core.CV_8UC1, new Scalar(1))) {
                opencv_core.bitwise_and(labels, one, certain);
            }
            Mat mask = new Mat();
            opencv_core.multiply(certain, certain, mask, EIGHT_BITS, -1);
            return mask;
        }
    }

    /** What is like the border and joined to it. */
    private static Mat groundFromTheBorder(Mat small, int tolerance) {
        double step = 1 + tolerance * STEPS;
        try (Mat filled = small.clone();
                Mat reached = new Mat(small.rows() + 2, small.cols() + 2, opencv_core.CV_8UC1, new Scalar(0));
                Scalar range = new Scalar(step, step, step, 0)) {
            int flags = 4 | 255 << 8 | opencv_imgproc.FLOODFILL_MASK_ONLY | opencv_imgproc.FLOODFILL_FIXED_RANGE;
            int every = Math.max(1, Math.min(small.cols(), small.rows()) / 16);
            for (int x = 0; x < small.cols(); x += every) {
                fill(filled, reached, x, 0, range, flags);
                fill(filled, reached, x, small.rows() - 1, range, flags);
            }
            for (int y = 0; y < small.rows(); y += every) {
                fill(filled, reached, 0, y, range, flags);
                fill(filled, reached, small.cols() - 1, y, range, flags);
            }
            try (Mat inner = reached.apply(new Rect(1, 1, small.cols(), small.rows()))) {
                return inner.clone();
            }
        }
    }

    private static void fill(Mat picture, Mat reached, int x, int y, Scalar range, int flags) {
        try (Point seed = new Point(x, y)) {
            opencv_imgproc.floodFill(picture, reached, seed, Scalar.WHITE, new Rect(), range, range, flags);
        }
    }

    /** From a rough yes or no to shares of a pixel, which follow the edges of the picture. */
    private static Mat matte(Mat mask, Mat colours) {
        int radius = radius(colours);
        try (Mat rough = new Mat();
                Mat fine = new Mat()) {
            opencv_imgproc.resize(mask, rough, colours.size(), 0, 0, opencv_imgproc.INTER_LINEAR);
            opencv_ximgproc.guidedFilter(colours, rough, fine, radius, SMOOTHNESS * EIGHT_BITS * EIGHT_BITS, -1, 1.0);
            Mat alpha = new Mat();
            fine.convertTo(alpha, opencv_core.CV_8U);
            return alpha;
        }
    }

    /** At the edge the ground shines through: there, colours are the mean of the subject's nearby. */
    private static Mat withoutGround(Mat source, Mat alpha) {
        int radius = 2 * radius(source) + 1;
        try (Mat certain = new Mat();
                Mat edge = new Mat();
                Mat share = new Mat();
                Mat near = new Mat();
                Size around = new Size(2 * radius + 1, 2 * radius + 1)) {
            opencv_imgproc.threshold(alpha, certain, CERTAIN, EIGHT_BITS, opencv_imgproc.THRESH_BINARY);
            opencv_imgproc.threshold(alpha, edge, 0, EIGHT_BITS, opencv_imgproc.THRESH_BINARY);
            opencv_core.subtract(edge, certain, edge);
            opencv_imgproc.boxFilter(certain, share, opencv_core.CV_32F, around);
            // Where nothing of the subject is near, nothing is known better.
            share.convertTo(near, opencv_core.CV_8U, EIGHT_BITS, 0);
            opencv_core.min(near, edge, near);
            Mat clean = source.clone();
            for (int channel = 0; channel < ALPHA; channel++) {
                try (Mat colour = new Mat();
                        Mat seen = new Mat();
                        Mat mean = new Mat();
                        Mat better = new Mat()) {
                    opencv_core.extractChannel(source, colour, channel);
                    opencv_core.multiply(colour, certain, seen, 1, opencv_core.CV_32F);
                    opencv_imgproc.boxFilter(seen, seen, opencv_core.CV_32F, around);
                    opencv_core.divide(seen, share, mean, 1, opencv_core.CV_32F);
                    opencv_core.patchNaNs(mean, 0);
                    mean.convertTo(better, source.depth());
                    better.copyTo(colour, near);
                    opencv_core.insertChannel(colour, clean, channel);
                }
            }
            return clean;
        }
    }

    private static int radius(Mat picture) {
        return Math.max(2, Math.max(picture.cols(), picture.rows()) / 300);
    }

    /** What was transparent before stays so. */
    private static Mat withAlpha(Mat source, Mat alpha) {
        try (Mat deep = new Mat();
                Mat before = new Mat()) {
            alpha.convertTo(deep, source.depth(), Scaling.most(source) / EIGHT_BITS, 0);
            Mat result = new Mat();
            if (source.channels() > ALPHA) {
                source.copyTo(result);
                opencv_core.extractChannel(source, before, ALPHA);
                opencv_core.min(deep, before, deep);
            } else {
                opencv_imgproc.cvtColor(source, result, opencv_imgproc.COLOR_BGR2BGRA);
            }
            opencv_core.insertChannel(deep, result, ALPHA);
            return result;
        }
    }
}
