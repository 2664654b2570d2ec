package com.podi.taskworker.executor.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebpChunksTest {

    private static final String WORKFLOW = "prompt:{\"3\": {\"class_type\": \"KSampler\"}}";
    private static final int ALPHA = 0x10;

    @TempDir
    private Path directory;

    private byte[] coded;

    @BeforeEach
    void draw() throws IOException {
        Path file = directory.resolve("coded.webp");
        try (Mat picture = new Mat(20, 30, opencv_core.CV_8UC3, new Scalar(200))) {
            opencv_imgcodecs.imwrite(file.toString(), picture, new int[] {opencv_imgcodecs.IMWRITE_WEBP_QUALITY, 101});
        }
        byte[] whole = Files.readAllBytes(file);
        coded = Arrays.copyOfRange(whole, 12, whole.length);
    }

    @Test
    void theWorkflowIsTakenOutAndThePixelsStay() throws IOException {
        Path file = webp(0x0C | ALPHA, chunk("EXIF", WORKFLOW), chunk("XMP ", "<x>" + WORKFLOW + "</x>"));

        Path plain = WebpChunks.withoutWords(file);

        byte[] bytes = Files.readAllBytes(plain);
        ByteBuffer read = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("class_type", "EXIF", "XMP");
        assertThat(read.getInt(4)).isEqualTo(bytes.length - 8);
        assertThat(read.get(20)).as("says that nothing of it follows").isEqualTo((byte) ALPHA);
        try (Mat picture = opencv_imgcodecs.imread(plain.toString())) {
            assertThat(picture.cols()).isEqualTo(30);
            assertThat(opencv_core.mean(picture).get(0)).isEqualTo(200);
        }
    }

    @Test
    void whatHasNoWordsStaysAsItIs() throws IOException {
        Path file = webp(ALPHA);

        assertThat(WebpChunks.withoutWords(file)).hasSameBinaryContentAs(file);
    }

    @Test
    void whatIsNoWebpIsLeftAlone() throws IOException {
        Path file = Files.writeString(directory.resolve("a.webp"), "RIFF of something else");

        assertThat(WebpChunks.withoutWords(file)).isEqualTo(file);
    }

    @Test
    void aTruncatedFileIsBroken() throws IOException {
        Path whole = webp(ALPHA);
        Path half = Files.write(
                directory.resolve("half.webp"), Arrays.copyOf(Files.readAllBytes(whole), 12 + 18 + coded.length / 2));

        assertThatThrownBy(() -> WebpChunks.withoutWords(half)).isInstanceOf(EOFException.class);
    }

    private Path webp(int flags, byte[]... words) throws IOException {
        int length = 18
                + coded.length
                + Arrays.stream(words).mapToInt(word -> word.length).sum();
        ByteBuffer bytes = ByteBuffer.allocate(12 + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + length);
        bytes.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(flags);
        bytes.put(new byte[] {29, 0, 0, 19, 0, 0}).put(coded);
        for (byte[] word : words) {
            bytes.put(word);
        }
        return Files.write(directory.resolve("in.webp"), bytes.array());
    }

    private static byte[] chunk(String type, String text) {
        byte[] data = text.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(8 + data.length + data.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }
}
