package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.Text;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One picture on its way from file to file; what lies between is in OpenCV's memory, not in the Java heap. */
final class Workbench {

    private static final int DECODED = 20;
    private static final int PROCESSED = 75;
    private static final int ENCODED = 100;

    private final Path source;
    private final PictureHeader header;
    private final JsonNode inputs;
    private final Path stem;
    private final IntConsumer progress;

    private byte @Nullable [] profile;

    /** @param stem of the file of the result, which gets an ending */
    Workbench(Path source, PictureHeader header, JsonNode inputs, Path stem, IntConsumer progress) {
        this.source = source;
        this.header = header;
        this.inputs = inputs;
        this.stem = stem;
        this.progress = progress;
        this.profile = header.profile();
    }

    PictureHeader header() {
        return header;
    }

    JsonNode inputs() {
        return inputs;
    }

    /** Of the picture as it has been decoded; without one its colours are those of sRGB. */
    byte @Nullable [] profile() {
        return profile;
    }

    /** The picture, upright: one, three or four channels of 8 or 16 bits. */
    Mat decode() throws ExecutionFailedException, InterruptedException {
        return decode(1);
    }

    /** @param reduction 1, 2, 4 or 8: the decoder may leave out the rest where it can */
    Mat decode(int reduction) throws ExecutionFailedException, InterruptedException {
        checkpoint(0);
        PictureDecoder.Decoded decoded = PictureDecoder.decode(source, header, reduction);
        profile = decoded.profile();
        checkpoint(DECODED);
        return decoded.pixels();
    }

    /** The same in colour, where it was grey; a profile for grey becomes one for colours. */
    Mat inColour(Mat picture) throws ExecutionFailedException {
        if (picture.channels() > 1) {
            return picture;
        }
        PictureDecoder.Decoded coloured = PictureDecoder.inColour(picture, profile);
        profile = coloured.profile();
        return coloured.pixels();
    }

    /** @param percent of the tool's own work that is done */
    void worked(int percent) throws InterruptedException {
        checkpoint(DECODED + percent * (PROCESSED - DECODED) / 100);
    }

    /** In the format of the source, where it has room for what the picture has become. */
    Path encode(Mat picture) throws ExecutionFailedException, InterruptedException {
        PictureFormat format = PictureFormat.forResultOf(header.format());
        boolean fits = format.canBeTransparent() || picture.channels() < 4;
        return encode(picture, Encoding.of(fits ? format : PictureFormat.PNG).losslessIf(header.lossless()));
    }

    Path encode(Mat picture, Encoding encoding) throws ExecutionFailedException, InterruptedException {
        PictureFormat format = encoding.format();
        if (Math.max(picture.cols(), picture.rows()) > format.longestSide()) {
            throw Refusal.tooLarge(
                    picture.cols(),
                    picture.rows(),
                    new Text(
                            "该格式最长边为%d像素".formatted(format.longestSide()),
                            "in this format the longest side is %d pixels".formatted(format.longestSide())));
        }
        checkpoint(PROCESSED);
        if (profile != null && picture.channels() == 1 && !format.canBeGrey()) {
            try (Mat coloured = inColour(Encoding.eightBits(picture))) {
                return written(coloured, encoding);
            }
        }
        return written(picture, encoding);
    }

    private Path written(Mat picture, Encoding encoding) throws ExecutionFailedException, InterruptedException {
        PictureFormat format = encoding.format();
        PictureMetadata metadata = new PictureMetadata(header.uprightDensity(), profile);
        Path coded = file(format.extension());
        encoding.write(picture, coded);
        Path result = coded;
        if (!metadata.isNothing()) {
            result = stem.resolveSibling(stem.getFileName() + "-described." + format.extension());
            write(metadata, coded, result);
        }
        checkpoint(ENCODED);
        return result;
    }

    /** The picture as it is, coded, with something else said of it. */
    Path describe(PictureMetadata metadata) throws ExecutionFailedException {
        Path result = file(source.getFileName().toString());
        write(metadata, source, result);
        progress.accept(ENCODED);
        return result;
    }

    private static void write(PictureMetadata metadata, Path from, Path to) throws ExecutionFailedException {
        try {
            metadata.write(from, to);
        } catch (IOException failure) {
            throw ExecutionFailedException.ofOurs(ErrorCode.INTERNAL, "no room to work in", failure);
        }
    }

    private Path file(String extension) {
        return stem.resolveSibling(stem.getFileName() + "." + extension);
    }

    private void checkpoint(int percent) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        progress.accept(percent);
    }
}
