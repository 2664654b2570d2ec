package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.podi.PictureHeader.Colour;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.jspecify.annotations.Nullable;

/** From a file to upright pixels of one, three or four channels, blue first. */
final class PictureDecoder {

    private static final Text NO_PROFILE =
            new Text("CMYK图片没有颜色配置文件，无法准确转换", "a CMYK picture without a colour profile cannot be converted faithfully");
    private static final Text CMYK = new Text("只支持JPEG格式的CMYK图片", "CMYK is supported in JPEG only");
    private static final Text COLOURS = new Text("不支持该颜色空间", "this colour space is not supported");
    private static final Text DEPTH = new Text("只支持每通道8位或16位", "only 8 and 16 bits a channel are supported");

    private static final Text KIND =
            new Text("文件已损坏，或不支持这种文件", "the file is damaged, or of a kind that is not supported");
    private static final int ALPHA = 3;

    private PictureDecoder() {}

    /** @param profile that the pixels are to be understood by; null for sRGB */
    record Decoded(Mat pixels, byte @Nullable [] profile) {}

    static Decoded decode(Path file, PictureHeader header, int reduction) throws ExecutionFailedException {
        requireKnownColours(header);
        Decoded decoded = header.colour() == Colour.CMYK
                ? new Decoded(CmykJpeg.read(file, header), null)
                : fitting(pixels(file, header, reduction), header.profile());
        return new Decoded(upright(decoded.pixels(), header.orientation()), decoded.profile());
    }

    private static void requireKnownColours(PictureHeader header) throws ExecutionFailedException {
        if (header.colour() == Colour.OTHER) {
            throw Refusal.format("colours of another space", COLOURS);
        }
        if (header.colour() == Colour.CMYK && header.format() != SourceFormat.JPEG) {
            throw Refusal.format("CMYK in " + header.format(), CMYK);
        }
        String space = PictureHeaders.spaceOf(header.profile()).orElse("");
        if (header.colour() == Colour.CMYK && !space.equals("CMYK")) {
            throw Refusal.format("CMYK without a profile", NO_PROFILE);
        }
    }

    private static Mat pixels(Path file, PictureHeader header, int reduction) throws ExecutionFailedException {
        Mat pixels = opencv_imgcodecs.imread(asItLies(file, header).toString(), flags(header, reduction));
        if (pixels.empty()) {
            pixels.close();
            throw Refusal.format("cannot decode " + header.format(), KIND);
        }
        boolean known = pixels.depth() == opencv_core.CV_8U || pixels.depth() == opencv_core.CV_16U;
        if (!known) {
            pixels.close();
            throw Refusal.format("an unknown depth", DEPTH);
        }
        return header.transparentGrey() != null && pixels.channels() == 1
                ? withAlpha(pixels, header.transparentGrey())
                : pixels;
    }

    /** Of TIFF alone the decoder would turn some pictures upright itself, and fail with the others. */
    private static Path asItLies(Path file, PictureHeader header) throws ExecutionFailedException {
        if (header.format() != SourceFormat.TIFF || header.orientation() == 1) {
            return file;
        }
        Path copy = file.resolveSibling(file.getFileName() + "-as-it-lies");
        try {
            Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
            try (RandomAccessFile bytes = new RandomAccessFile(copy.toFile(), "rw")) {
                TiffFields fields = TiffFields.of(Bytes.of(file)).orElseThrow();
                bytes.seek(fields.find(TiffFields.ORIENTATION).orElseThrow().values());
                bytes.write(fields.bytes().has(0, "II") ? new byte[] {1, 0} : new byte[] {0, 1});
            }
            return copy;
        } catch (IOException failure) {
            throw ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "no room to work in", failure);
        }
    }

    private static Mat withAlpha(Mat grey, int transparent) {
        try (grey;
                Mat different = new Mat();
                Mat alpha = new Mat();
                Mat key = new Mat(grey.size(), grey.type(), new Scalar(transparent))) {
            opencv_core.compare(grey, key, different, opencv_core.CMP_NE);
            different.convertTo(alpha, grey.depth(), Scaling.most(grey) / 255, 0);
            Mat transparentGrey = new Mat();
            opencv_imgproc.cvtColor(grey, transparentGrey, opencv_imgproc.COLOR_GRAY2BGRA);
            opencv_core.insertChannel(alpha, transparentGrey, ALPHA);
            return transparentGrey;
        }
    }

    private static int flags(PictureHeader header, int reduction) {
        if (reduction == 1 || header.format() != SourceFormat.JPEG) {
            return opencv_imgcodecs.IMREAD_UNCHANGED;
        }
        boolean grey = header.colour() == Colour.GREY;
        int reduced =
                switch (reduction) {
                    case 2 ->
                        grey ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_2 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_2;
                    case 4 ->
                        grey ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_4 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
                    default ->
                        grey ? opencv_imgcodecs.IMREAD_REDUCED_GRAYSCALE_8 : opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
                };
        return reduced | opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
    }

    /** A profile stays only with pixels of its own colour space. */
    private static Decoded fitting(Mat pixels, byte @Nullable [] profile) throws ExecutionFailedException {
        String space = PictureHeaders.spaceOf(profile).orElse("");
        return switch (space) {
            case "" -> new Decoded(pixels, null);
            case "GRAY" ->
                pixels.channels() == 1
                        ? new Decoded(pixels, profile)
                        : new Decoded(GreyProfile.of(profile).toSrgb(pixels), null);
            case "RGB " -> new Decoded(pixels.channels() == 1 ? tripled(pixels) : pixels, profile);
            default -> {
                pixels.close();
                throw Refusal.format("a profile for " + space, COLOURS);
            }
        };
    }

    static Decoded inColour(Mat grey, byte @Nullable [] profile) throws ExecutionFailedException {
        return fitting(tripled(grey), profile);
    }

    private static Mat tripled(Mat grey) {
        Mat colour = new Mat();
        opencv_imgproc.cvtColor(grey, colour, opencv_imgproc.COLOR_GRAY2BGR);
        grey.close();
        return colour;
    }

    /** As EXIF counts orientations. */
    private static Mat upright(Mat lying, int orientation) {
        if (orientation == 1) {
            return lying;
        }
        try (lying) {
            Mat upright = new Mat();
            switch (orientation) {
                case 2 -> opencv_core.flip(lying, upright, 1);
                case 3 -> opencv_core.rotate(lying, upright, opencv_core.ROTATE_180);
                case 4 -> opencv_core.flip(lying, upright, 0);
                case 5 -> opencv_core.transpose(lying, upright);
                case 6 -> opencv_core.rotate(lying, upright, opencv_core.ROTATE_90_CLOCKWISE);
                case 7 -> {
                    try (Mat turned = new Mat()) {
                        opencv_core.transpose(lying, turned);
                        opencv_core.rotate(turned, upright, opencv_core.ROTATE_180);
                    }
                }
                default -> opencv_core.rotate(lying, upright, opencv_core.ROTATE_90_COUNTERCLOCKWISE);
            }
            return upright;
        }
    }
}
