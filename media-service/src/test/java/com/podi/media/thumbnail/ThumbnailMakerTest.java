package com.podi.media.thumbnail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.podi.media.Pictures;
import com.podi.media.picture.PictureLimits;
import com.podi.media.picture.TestReaders;
import com.sun.management.ThreadMXBean;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailMakerTest {

    private static final PictureLimits LIMITS = new PictureLimits(50_000_000, 16_384, 200_000_000, 65_500, 60, 2_000);

    @TempDir
    Path directory;

    private final ThumbnailMaker maker = new ThumbnailMaker(TestReaders.reader(LIMITS), LIMITS);

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif", "tiff"})
    void aLargePictureBecomesASmallJpeg(String format) throws Exception {
        BufferedImage thumbnail = thumbnail(Pictures.of(format, 2000, 1000));

        assertThat(thumbnail.getWidth()).isEqualTo(512);
        assertThat(thumbnail.getHeight()).isEqualTo(256);
    }

    @Test
    void soDoesWebp() throws Exception {
        BufferedImage thumbnail = thumbnail(webp(700, 1400));

        assertThat(thumbnail.getWidth()).isEqualTo(256);
        assertThat(thumbnail.getHeight()).isEqualTo(512);
    }

    /** All its scans are in memory at once, at full size. */
    @Test
    void aProgressiveJpegMayNotBeLargerThanWhatGoesIn() throws Exception {
        PictureLimits narrow = new PictureLimits(10_000, 16_384, 200_000_000, 65_500, 60, 2_000);
        ThumbnailMaker careful = new ThumbnailMaker(TestReaders.reader(narrow), narrow);
        Path progressive = Files.write(directory.resolve("p"), Pictures.progressiveJpeg(2000, 1000));
        Path sequential = Files.write(directory.resolve("s"), Pictures.of("jpeg", 2000, 1000));

        assertThatExceptionOfType(NoThumbnailException.class).isThrownBy(() -> careful.make(progressive));
        assertThat(careful.make(sequential)).isNotEmpty();
        assertThat(maker.make(progressive)).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({"40, 30", "512, 512", "1, 1"})
    void aSmallPictureStaysAsSmall(int width, int height) throws Exception {
        BufferedImage thumbnail = thumbnail(Pictures.png(width, height));

        assertThat(thumbnail.getWidth()).isEqualTo(width);
        assertThat(thumbnail.getHeight()).isEqualTo(height);
    }

    @Test
    void aVeryLongPictureKeepsAPixel() throws Exception {
        BufferedImage thumbnail = thumbnail(Pictures.png(10_000, 2));

        assertThat(thumbnail.getWidth()).isEqualTo(512);
        assertThat(thumbnail.getHeight()).isEqualTo(1);
    }

    /** Orientation 6: the camera was turned, its left is our top. */
    @ParameterizedTest
    @CsvSource({"400, 200", "4000, 2000"})
    void aPhotographStandsUpright(int width, int height) throws Exception {
        BufferedImage thumbnail = thumbnail(Pictures.orientedJpeg(width, height, 6));

        assertThat(thumbnail.getHeight()).isEqualTo(thumbnail.getWidth() * 2);
        assertThat(new Color(thumbnail.getRGB(thumbnail.getWidth() / 2, 10)).getRed())
                .isGreaterThan(200);
        assertThat(new Color(thumbnail.getRGB(thumbnail.getWidth() / 2, thumbnail.getHeight() - 10)).getBlue())
                .isGreaterThan(200);
    }

    @Test
    void nothingOfTheMetadataRemains() throws Exception {
        byte[] photograph = Pictures.orientedJpeg(400, 200, 6);

        assertThat(text(photograph)).contains("Exif");
        assertThat(text(made(photograph))).doesNotContain("Exif").doesNotContain("ICC_PROFILE");
    }

    @Test
    void whatIsTransparentBecomesWhite() throws Exception {
        BufferedImage thumbnail = thumbnail(Pictures.transparentPng(600, 600));

        assertThat(new Color(thumbnail.getRGB(100, 100)).getGreen()).isCloseTo(255, within(2));
    }

    /** 200 megapixels: more than the test's heap would hold, and more than OpenCV is asked for. */
    @Test
    void theLargestResultCostsLittleMemory() throws Exception {
        byte[] large = Pictures.pngBomb(20_000, 10_000);
        maker.make(file(Pictures.png(10, 10)));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        Path file = file(large);
        long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
        long resident = Pointer.physicalBytes();

        byte[] thumbnail = maker.make(file);

        assertThat(thumbnail).isNotEmpty();
        assertThat(threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before)
                .isLessThan(50_000_000);
        assertThat(Pointer.physicalBytes() - resident).isLessThan(150_000_000);
    }

    @Test
    void whatWouldHaveToBeUnfoldedWholeHasALimit() throws Exception {
        ThumbnailMaker strict = strict();

        assertThatExceptionOfType(NoThumbnailException.class)
                .isThrownBy(() -> strict.make(file(Pictures.of("tiff", 200, 200))));
        assertThat(strict.make(file(Pictures.of("png", 200, 200)))).isNotEmpty();
    }

    private static ThumbnailMaker strict() {
        PictureLimits limits = new PictureLimits(10_000, 16_384, 200_000_000, 65_500, 60, 2_000);
        return new ThumbnailMaker(TestReaders.reader(limits), limits);
    }

    @Test
    void whatCannotBeDecodedHasNone() throws Exception {
        byte[] png = Pictures.png(64, 64);
        Arrays.fill(png, 40, png.length - 12, (byte) 0x55);

        for (byte[] broken : new byte[][] {png, Pictures.pngClaiming(100, 100), new byte[0], {1, 2, 3}}) {
            Path file = file(broken);
            assertThatExceptionOfType(NoThumbnailException.class).isThrownBy(() -> maker.make(file));
        }
    }

    private BufferedImage thumbnail(byte[] picture) throws Exception {
        byte[] jpeg = made(picture);
        assertThat(jpeg).startsWith(0xff, 0xd8, 0xff);
        return ImageIO.read(new ByteArrayInputStream(jpeg));
    }

    private byte[] made(byte[] picture) throws Exception {
        return maker.make(file(picture));
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(directory, "picture", ""), bytes);
    }

    private byte[] webp(int width, int height) throws IOException {
        Path file = directory.resolve("picture.webp");
        try (Scalar red = new Scalar(0, 0, 255, 0);
                Mat picture = new Mat(height, width, opencv_core.CV_8UC3, red)) {
            opencv_imgcodecs.imwrite(file.toString(), picture);
        }
        return Files.readAllBytes(file);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
