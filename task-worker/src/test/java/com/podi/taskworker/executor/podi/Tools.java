package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.SomeExecution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.indexer.UShortIndexer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.springframework.util.unit.DataSize;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All built-in tools, as the executor runs them, for tests that have files and want files. */
final class Tools {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path directory;
    private final IntConsumer progress;

    Tools(Path directory) {
        this(directory, percent -> {});
    }

    Tools(Path directory, IntConsumer progress) {
        this.directory = directory;
        this.progress = progress;
    }

    static PodiExecutor executor() {
        return new PodiExecutor(
                List.of(
                        new Upscale(),
                        new Resize(),
                        new SetDpi(),
                        new ExpandCanvas(),
                        new Denoise(),
                        new Cutout(),
                        new Contrast(),
                        new Tile(),
                        new Convert()),
                new MemoryBudget(DataSize.ofGigabytes(1)));
    }

    /** @param inputs such as {@code scale=2} */
    Path run(String capability, Path picture, String... inputs) throws ExecutionFailedException, InterruptedException {
        try {
            Path own = Files.createTempDirectory(directory, "attempt");
            Output output = executor()
                    .run(SomeExecution.of(capability, inputs(inputs), picture, "image/any", own, progress))
                    .outputs()
                    .get(0);
            return ((Output.InFile) output.source()).file();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static ObjectNode inputs(String... inputs) {
        ObjectNode all = JSON.createObjectNode();
        for (String input : inputs) {
            String[] parts = input.split("=");
            all.set(parts[0], parts[1].matches("-?[0-9.]+") ? JSON.readTree(parts[1]) : JSON.valueToTree(parts[1]));
        }
        return all;
    }

    Mat pixels(Path file) {
        return opencv_imgcodecs.imread(file.toString(), opencv_imgcodecs.IMREAD_UNCHANGED);
    }

    static int value(Mat picture, int row, int column, int channel) {
        try (UShortIndexer values = picture.createIndexer()) {
            return values.get(row, column, channel);
        }
    }

    static long valuesThatEightBitsCannotHold(Mat picture) {
        long count = 0;
        try (UShortIndexer values = picture.createIndexer()) {
            for (int row = 0; row < picture.rows(); row++) {
                for (int column = 0; column < picture.cols(); column++) {
                    int value = values.get(row, column, 0);
                    count += value % 257 != 0 && value % 256 != 0 ? 1 : 0;
                }
            }
        }
        return count;
    }

    /** What a decoder reads to get the pixels, without all that is said beside them. */
    static byte[] codedPixels(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Bytes all = Bytes.of(bytes);
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        switch (PictureHeaders.read(all).format()) {
            case PNG -> {
                for (long at = 8; at < bytes.length; at += 12 + all.u32(at)) {
                    if (all.has(at + 4, "IDAT")) {
                        coded.writeBytes(all.copy(at + 8, all.u32(at)));
                    }
                }
            }
            case JPEG -> {
                int at = 2;
                while (all.u8(at + 1) != 0xda) {
                    at += 2 + all.u16(at + 2);
                }
                coded.write(bytes, at, bytes.length - at);
            }
            case WEBP -> {
                Bytes little = all.littleEndian();
                for (long at = 12; at < bytes.length; ) {
                    long length = little.u32(at + 4);
                    if (all.has(at, "VP8 ") || all.has(at, "VP8L") || all.has(at, "ALPH")) {
                        coded.writeBytes(all.copy(at + 8, length));
                    }
                    at += 8 + length + length % 2;
                }
            }
            case TIFF -> {
                TiffFields fields = TiffFields.of(all).orElseThrow();
                long offset = fields.number(TiffFields.STRIP_OFFSETS).orElseThrow();
                long length = fields.number(TiffFields.STRIP_LENGTHS).orElseThrow();
                coded.write(bytes, (int) offset, (int) length);
            }
            case GIF -> coded.writeBytes(bytes);
        }
        if (coded.size() == 0) {
            throw new IllegalStateException("no pixels in " + Arrays.toString(Arrays.copyOf(bytes, 12)));
        }
        return coded.toByteArray();
    }
}
