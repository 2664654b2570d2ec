package com.podi.taskworker.executor.podi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is special of a picture is there afterwards, too, or the picture is refused with a reason. */
class OddPicturesTest {

    private static final byte[] LINEAR =
            ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    private static final byte[] GREY =
            ICC_Profile.getInstance(ColorSpace.CS_GRAY).getData();

    @TempDir
    private Path directory;

    private Tools tools() {
        return new Tools(directory);
    }

    @ParameterizedTest
    @CsvSource({
        "upscale, scale=2, png, 1",
        "upscale, scale=2, png, 3",
        "upscale, scale=2, tif, 3",
        "upscale, scale=2, png, 4",
        "resize, factor=0.5, png, 3",
        "resize, factor=0.5, png, 4",
        "resize, longEdge=100, tif, 3",
        "expand_canvas, left=3, png, 3",
        "expand_canvas, left=3, tif, 4",
        "contrast, contrast=1.1, png, 3",
        "contrast, contrast=1.1, png, 4",
        "tile, method=mirror, png, 3",
        "tile, method=blend, png, 3",
        "tile, method=blend, png, 4",
        "denoise, strength=3, png, 3",
        "convert, format=png, tif, 3",
        "convert, format=png, png, 4"
    })
    void sixteenBitsStaySixteenBits(String tool, String input, String format, int channels) throws Exception {
        Path picture;
        try (Mat deep = Pictures.deep(60, 40, channels)) {
            picture = Pictures.write(deep, directory.resolve("in." + format));
        }

        try (Mat result = tools().pixels(tools().run(tool, picture, input))) {
            assertThat(result.depth()).isEqualTo(opencv_core.CV_16U);
            assertThat(result.channels()).isEqualTo(channels);
            // What has been eight bits in between is a multiple of 257 or of 256.
            assertThat(Tools.valuesThatEightBitsCannotHold(result)).isPositive();
        }
    }

    /** A red disc on what is transparent green: green must show nowhere. */
    @ParameterizedTest
    @CsvSource({"upscale, scale=2", "upscale, scale=8", "resize, factor=0.4", "resize, factor=1.7", "tile, method=blend"
    })
    void whatIsTransparentDoesNotShowAtTheEdges(String tool, String input) throws Exception {
        BufferedImage picture = new BufferedImage(60, 60, BufferedImage.TYPE_INT_ARGB);
        for (int x = 0; x < 60; x++) {
            for (int y = 0; y < 60; y++) {
                boolean inside = Math.hypot(x - 30, y - 30) < 20;
                picture.setRGB(x, y, inside ? 0xffff0000 : 0x0000ff00);
            }
        }

        BufferedImage result =
                ImageIO.read(tools().run(tool, Pictures.write(picture, "png", directory.resolve("in.png")), input)
                        .toFile());

        int seen = 0;
        for (int x = 0; x < result.getWidth(); x++) {
            for (int y = 0; y < result.getHeight(); y++) {
                Color colour = new Color(result.getRGB(x, y), true);
                if (colour.getAlpha() > 16) {
                    seen++;
                    assertThat(colour.getGreen()).isLessThan(24);
                    assertThat(colour.getRed()).isGreaterThan(230);
                }
            }
        }
        assertThat(seen).isPositive();
    }

    /** The upper left corner is red, wherever the camera was held. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void aJpegComesOutUpright(int orientation) throws Exception {
        Path turned = Pictures.withExif(
                Pictures.write(lying(orientation), "jpg", directory.resolve("plain.jpg")),
                orientation,
                240,
                directory.resolve("in.jpg"));

        Path result = tools().run("upscale", turned, "scale=2");

        BufferedImage upright = ImageIO.read(result.toFile());
        assertThat(upright.getWidth()).isEqualTo(96);
        assertThat(upright.getHeight()).isEqualTo(64);
        Color corner = new Color(upright.getRGB(8, 8));
        assertThat(corner.getRed()).isGreaterThan(200);
        assertThat(corner.getBlue()).isLessThan(60);
        PictureHeader header = PictureHeaders.read(Bytes.of(result));
        assertThat(header.orientation()).isEqualTo(1);
        assertThat(header.density()).isEqualTo(Density.of(240));
    }

    /** Of 48 x 32 pixels, as a camera saves it that was held like that. */
    private static BufferedImage lying(int orientation) {
        BufferedImage upright = new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = upright.createGraphics();
        graphics.setColor(Color.BLUE);
        graphics.fillRect(0, 0, 48, 32);
        graphics.setColor(Color.RED);
        graphics.fillRect(0, 0, 16, 16);
        graphics.dispose();
        boolean onItsSide = orientation >= 5;
        BufferedImage lying =
                onItsSide ? new BufferedImage(32, 48, upright.getType()) : new BufferedImage(48, 32, upright.getType());
        for (int x = 0; x < 48; x++) {
            for (int y = 0; y < 32; y++) {
                int right = 47 - x;
                int low = 31 - y;
                switch (orientation) {
                    case 2 -> lying.setRGB(right, y, upright.getRGB(x, y));
                    case 3 -> lying.setRGB(right, low, upright.getRGB(x, y));
                    case 4 -> lying.setRGB(x, low, upright.getRGB(x, y));
                    case 5 -> lying.setRGB(y, x, upright.getRGB(x, y));
                    case 6 -> lying.setRGB(y, right, upright.getRGB(x, y));
                    case 7 -> lying.setRGB(low, right, upright.getRGB(x, y));
                    case 8 -> lying.setRGB(low, x, upright.getRGB(x, y));
                    default -> lying.setRGB(x, y, upright.getRGB(x, y));
                }
            }
        }
        return lying;
    }

    @ParameterizedTest
    @CsvSource({"png, png", "jpg, jpg", "png, webp", "png, jpeg", "jpg, webp", "webp, png"})
    void theProfileGoesWithTheColours(String from, String to) throws Exception {
        BufferedImage drawn = Pictures.print(64, 48, BufferedImage.TYPE_3BYTE_BGR);
        Path plain = from.equals("webp")
                ? tools().run("convert", Pictures.write(drawn, "png", directory.resolve("p.png")), "format=webp")
                : Pictures.write(drawn, from, directory.resolve("plain." + from));
        Path picture = directory.resolve("in." + from);
        new PictureMetadata(Density.of(300), LINEAR).write(plain, picture);

        PictureHeader header = PictureHeaders.read(
                Bytes.of(tools().run("convert", picture, "format=" + (to.equals("jpg") ? "jpeg" : to))));

        assertThat(header.profile()).isEqualTo(LINEAR);
        assertThat(header.density().horizontal()).isBetween(299.9, 300.1);
        assertThat(header.width()).isEqualTo(64);
    }

    @Test
    void greyWithItsProfileStaysGrey() throws Exception {
        Path plain =
                Pictures.write(Pictures.print(40, 30, BufferedImage.TYPE_BYTE_GRAY), "png", directory.resolve("p.png"));
        Path picture = directory.resolve("in.png");
        new PictureMetadata(null, GREY).write(plain, picture);

        Path result = tools().run("upscale", picture, "scale=2");

        assertThat(PictureHeaders.read(Bytes.of(result)).profile()).isEqualTo(GREY);
        try (Mat pixels = tools().pixels(result)) {
            assertThat(pixels.channels()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"jpg, 8", "png, 8", "png, 16"})
    void greyThatIsWrittenAsWebpIsConvertedToSrgb(String from, int bits) throws Exception {
        Path plain = directory.resolve("p." + from);
        try (Mat grey = new Mat(
                20,
                20,
                bits == 8 ? opencv_core.CV_8UC1 : opencv_core.CV_16UC1,
                new Scalar(bits == 8 ? 128 : 128 * 257))) {
            Pictures.write(grey, plain);
        }
        Path picture = directory.resolve("in." + from);
        new PictureMetadata(null, GREY).write(plain, picture);

        Path result = tools().run("convert", picture, "format=webp");

        assertThat(PictureHeaders.read(Bytes.of(result)).profile()).isNull();
        try (Mat pixels = tools().pixels(result);
                Mat middle = pixels.row(10)) {
            assertThat(opencv_core.mean(middle).get(1)).isBetween(180.0, 195.0);
        }
    }

    /** Linear grey of 128 is lighter than that of sRGB. */
    @Test
    void greyThatBecomesColouredIsConvertedToSrgb() throws Exception {
        BufferedImage grey = new BufferedImage(20, 20, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < 400; i++) {
            grey.getRaster().setSample(i % 20, i / 20, 0, 128);
        }
        Path picture = directory.resolve("in.png");
        new PictureMetadata(null, GREY).write(Pictures.write(grey, "png", directory.resolve("p.png")), picture);

        Path result = tools().run("expand_canvas", picture, "left=5", "background=#FF0000");

        assertThat(PictureHeaders.read(Bytes.of(result)).profile()).isNull();
        BufferedImage coloured = ImageIO.read(result.toFile());
        assertThat(new Color(coloured.getRGB(1, 10))).isEqualTo(Color.RED);
        assertThat(new Color(coloured.getRGB(15, 10)).getGreen()).isBetween(180, 195);
    }

    @Test
    void cmykIsConvertedByItsProfile() throws Exception {
        Path picture = Pictures.cmykJpeg(
                40, 30, new int[] {0, 255, 255, 0}, Pictures.cmykProfile(), directory.resolve("in.jpg"));

        BufferedImage result =
                ImageIO.read(tools().run("upscale", picture, "scale=2").toFile());

        assertThat(result.getWidth()).isEqualTo(80);
        Color red = new Color(result.getRGB(40, 30));
        assertThat(red.getRed()).isGreaterThan(red.getGreen() + 60).isGreaterThan(red.getBlue() + 60);
    }

    @Test
    void cmykWithoutAProfileIsRefusedWithAReason() throws Exception {
        Path picture = Pictures.cmykJpeg(40, 30, new int[] {0, 255, 255, 0}, null, directory.resolve("in.jpg"));

        refused(ErrorCode.IMAGE_FORMAT, "profile", picture);
    }

    @Test
    void coloursOfAPaletteAndTheTransparentOneStay() throws Exception {
        BufferedImage palette = Pictures.palette(64, 16);

        BufferedImage result = ImageIO.read(
                tools().run("convert", Pictures.write(palette, "png", directory.resolve("in.png")), "format=png")
                        .toFile());

        for (int x = 0; x < 64; x++) {
            int expected = palette.getRGB(x, 8);
            assertThat(result.getRGB(x, 8) >>> 24).isEqualTo(expected >>> 24);
            if (expected >>> 24 > 0) {
                assertThat(result.getRGB(x, 8)).isEqualTo(expected);
            }
        }
    }

    @Test
    void ofAGifTheFirstFrameIsTaken() throws Exception {
        Path gif = Pictures.write(Pictures.palette(64, 16), "gif", directory.resolve("in.gif"));

        Path result = tools().run("upscale", gif, "scale=2");

        assertThat(PictureHeaders.read(Bytes.of(result)).format()).isEqualTo(SourceFormat.PNG);
        assertThat(ImageIO.read(result.toFile()).getWidth()).isEqualTo(128);
    }

    @ParameterizedTest
    @CsvSource({"8, true", "16, true", "8, false", "16, false"})
    void greyThatIsTransparentStaysSo(int bits, boolean alpha) throws Exception {
        Path picture = Pictures.greyPng(directory.resolve("in.png"), bits, alpha, 32);

        BufferedImage result =
                ImageIO.read(tools().run("expand_canvas", picture, "left=1").toFile());

        for (int x = 0; x < 16; x++) {
            int pixel = result.getRGB(x + 1, 4);
            assertThat(pixel >>> 24).isEqualTo(alpha ? 255 - x * 16 : x == 2 ? 0 : 255);
            assertThat(pixel & 255).isEqualTo(x * 16);
        }
    }

    @Test
    void contrastLeavesTransparencyAsItIs() throws Exception {
        Path picture;
        try (Mat deep = Pictures.deep(40, 30, 4)) {
            picture = Pictures.write(deep, directory.resolve("in.png"));
        }

        try (Mat result = tools().pixels(tools().run("contrast", picture, "contrast=1.5"))) {
            assertThat(Tools.value(result, 29, 3, 3)).isEqualTo(65_535 - 40_000 * 29 / 30);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void aTiffComesOutUpright(int orientation) throws Exception {
        Path turned = Pictures.turned(
                Pictures.write(lying(orientation), "tiff", directory.resolve("plain.tif")),
                orientation,
                directory.resolve("in.tif"));

        BufferedImage upright =
                ImageIO.read(tools().run("upscale", turned, "scale=2").toFile());

        assertThat(upright.getWidth()).isEqualTo(96);
        assertThat(new Color(upright.getRGB(8, 8))).isEqualTo(Color.RED);
        assertThat(new Color(upright.getRGB(88, 56))).isEqualTo(Color.BLUE);
    }

    /** The coded pixels are the same bytes; only what is said beside them differs. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "webp", "tif"})
    void settingTheDpiLeavesTheCodedPixelsAsTheyAre(String format) throws Exception {
        Path picture;
        BufferedImage drawn = Pictures.print(64, 48, BufferedImage.TYPE_3BYTE_BGR);
        if (format.equals("webp")) {
            picture = tools().run("convert", Pictures.write(drawn, "png", directory.resolve("p.png")), "format=webp");
        } else {
            picture = Pictures.write(drawn, format.equals("tif") ? "tiff" : format, directory.resolve("in." + format));
        }

        Path result = tools().run("set_dpi", picture, "dpi=300");

        assertThat(PictureHeaders.read(Bytes.of(result)).density().horizontal()).isBetween(299.98, 300.02);
        assertThat(Tools.codedPixels(result)).isEqualTo(Tools.codedPixels(picture));
        assertThat(PictureHeaders.read(Bytes.of(tools().run("set_dpi", result, "dpi=150")))
                        .density()
                        .vertical())
                .isBetween(149.98, 150.02);
    }

    @Test
    void settingTheDpiChangesWhatExifSaysToo() throws Exception {
        Path picture = Pictures.withExif(
                Pictures.write(Pictures.print(64, 48, BufferedImage.TYPE_3BYTE_BGR), "jpg", directory.resolve("p.jpg")),
                6,
                72,
                directory.resolve("in.jpg"));

        Path result = tools().run("set_dpi", picture, "dpi=300");

        PictureHeader header = PictureHeaders.read(Bytes.of(result));
        assertThat(header.orientation()).isEqualTo(6);
        byte[] bytes = Files.readAllBytes(result);
        int exif = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Exif\0\0") + 6;
        TiffFields fields = TiffFields.of(Bytes.of(Arrays.copyOfRange(bytes, exif, bytes.length)))
                .orElseThrow();
        assertThat(fields.density()).isEqualTo(Density.of(300));
        assertThat(ImageIO.read(result.toFile()).getWidth()).isEqualTo(64);
    }

    @Test
    void aGifHasNoDpi() throws Exception {
        Path gif = Pictures.write(Pictures.palette(64, 16), "gif", directory.resolve("in.gif"));

        ExecutionFailedException failure =
                catchThrowableOfType(ExecutionFailedException.class, () -> tools().run("set_dpi", gif, "dpi=300"));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.IMAGE_FORMAT);
    }

    /** Forty-eight kilobytes that would unfold to 1.2 gigabytes. */
    @Test
    void aPictureThatWouldUnfoldIsRefusedByItsHeader() throws Exception {
        Path bomb =
                Pictures.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", directory.resolve("in.png"));
        try (RandomAccessFile file = new RandomAccessFile(bomb.toFile(), "rw")) {
            file.seek(16);
            file.writeInt(20_000);
            file.writeInt(20_000);
        }

        refused(ErrorCode.IMAGE_TOO_LARGE, "50 million", bomb);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif", "tiff"})
    void aTruncatedPictureIsRefused(String format) throws Exception {
        Path whole = Pictures.write(
                format.equals("gif") ? Pictures.palette(64, 48) : Pictures.print(64, 48, BufferedImage.TYPE_3BYTE_BGR),
                format,
                directory.resolve("whole." + format));
        byte[] bytes = Files.readAllBytes(whole);
        int kept = format.equals("tiff") ? 200 : bytes.length / 2;

        refused(
                ErrorCode.IMAGE_FORMAT,
                "damaged",
                Files.write(directory.resolve("in." + format), Arrays.copyOf(bytes, kept)));
    }

    @ParameterizedTest
    @CsvSource({"''", "no picture at all", "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>"})
    void whatIsNoPictureIsRefused(String content) throws Exception {
        refused(ErrorCode.IMAGE_FORMAT, "no picture", Files.writeString(directory.resolve("in.png"), content));
    }

    /** What a WebP says of its size is no picture yet, and what it says of its profile no profile. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aWebpWithAProfileAndNothingElseIsRefused(boolean whole) throws Exception {
        int length = PictureHeaders.LONGEST_PROFILE + 2;
        ByteBuffer bytes = ByteBuffer.allocate(38 + (whole ? length : 0)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(bytes.capacity() - 8);
        bytes.put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).put((byte) 0x20);
        bytes.put(new byte[] {0, 0, 0, 40, 0, 0, 30, 0, 0});
        bytes.put("ICCP".getBytes(StandardCharsets.US_ASCII)).putInt(length);
        Path picture = Files.write(directory.resolve("in.webp"), bytes.array());

        ExecutionFailedException failure =
                catchThrowableOfType(ExecutionFailedException.class, () -> tools().run("set_dpi", picture, "dpi=300"));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.IMAGE_FORMAT);
        assertThat(failure.fault()).isEqualTo(ExecutionFailedException.Fault.CALLER);
    }

    @Test
    void aResultBeyondAllBoundsIsNotTried() throws IOException {
        refused(
                ErrorCode.IMAGE_TOO_LARGE,
                "200 million",
                Pictures.write(
                        new BufferedImage(3000, 3000, BufferedImage.TYPE_BYTE_GRAY),
                        "png",
                        directory.resolve("in.png")));
    }

    private void refused(ErrorCode code, String reason, Path picture) {
        ExecutionFailedException failure =
                catchThrowableOfType(ExecutionFailedException.class, () -> tools().run("upscale", picture, "scale=8"));

        assertThat(failure.errorCode()).isEqualTo(code);
        assertThat(failure.isWorthRetrying()).isFalse();
        assertThat(failure.fault()).isEqualTo(ExecutionFailedException.Fault.CALLER);
        assertThat(failure.explanation().orElseThrow().in(Locale.ENGLISH)).contains(reason);
        assertThat(failure.explanation().orElseThrow().in(Locale.CHINESE)).isNotEmpty();
    }
}
