package com.podi.taskworker.executor.podi;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Random;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tools do what the documentation shows. After a change that is meant, {@code -Dpodi.docs.write=true} draws the samples
 * anew.
 */
class ToolSamplesTest {

    private static final Path SAMPLES = Path.of("..", "infra", "docs", "tools");
    private static final long LARGEST = 60 * 1024;
    /** Compilers and versions of codecs may round otherwise. */
    private static final double LEAST_DECIBELS = 38;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "upscale, print, scale=4",
        "resize, print, longEdge=96",
        "set_dpi, print, dpi=300",
        "expand_canvas, print, top=24;right=24;bottom=48;left=24;background=#1F3A5F",
        "denoise, noisy, strength=6",
        "cutout, print, tolerance=10",
        "contrast, dull, contrast=1.8;brightness=10",
        "tile, print, method=blend;overlap=20;columns=2;rows=2",
        "convert, print, format=jpeg;quality=60"
    })
    void aToolDoesWhatItsSampleShows(String tool, String picture, String inputs) throws Exception {
        Path folder = SAMPLES.resolve(tool.replace('_', '-'));
        Path before = before(picture, tool.equals("upscale") ? 80 : tool.equals("denoise") ? 160 : 200);

        Path after = new Tools(directory).run(tool, before, inputs.split(";"));

        Path shown = folder.resolve("after" + ending(after));
        if (Boolean.getBoolean("podi.docs.write")) {
            Files.createDirectories(folder);
            Files.copy(before, folder.resolve("before.png"), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(after, shown, StandardCopyOption.REPLACE_EXISTING);
        }
        assertThat(shown).exists();
        assertThat(Files.size(shown)).isLessThan(LARGEST);
        assertThat(Files.size(folder.resolve("before.png"))).isLessThan(LARGEST);
        assertThat(alikeness(after, shown)).isGreaterThan(LEAST_DECIBELS);
        assertThat(Files.readString(SAMPLES.resolve("README.md")))
                .contains(folder.getFileName() + "/before.png", folder.getFileName() + "/after" + ending(after))
                .contains(inputs.split(";"));
    }

    private Path before(String picture, int side) throws IOException {
        BufferedImage drawn = Pictures.print(side, side, BufferedImage.TYPE_3BYTE_BGR);
        if (picture.equals("noisy")) {
            shift(drawn, new Random(7), 14);
        } else if (picture.equals("dull")) {
            dull(drawn);
        }
        return Pictures.write(drawn, "png", directory.resolve("before.png"));
    }

    private static void shift(BufferedImage picture, Random random, double deviation) {
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                Color colour = new Color(picture.getRGB(x, y));
                int noise = (int) (random.nextGaussian() * deviation);
                picture.setRGB(
                        x,
                        y,
                        new Color(
                                        bounded(colour.getRed() + noise),
                                        bounded(colour.getGreen() + noise),
                                        bounded(colour.getBlue() + noise))
                                .getRGB());
            }
        }
    }

    private static void dull(BufferedImage picture) {
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                Color colour = new Color(picture.getRGB(x, y));
                picture.setRGB(
                        x,
                        y,
                        new Color(60 + colour.getRed() / 3, 60 + colour.getGreen() / 3, 60 + colour.getBlue() / 3)
                                .getRGB());
            }
        }
    }

    private static int bounded(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private static String ending(Path file) {
        String name = file.getFileName().toString();
        return name.substring(name.lastIndexOf('.'));
    }

    /** Peak signal-to-noise ratio; 100 for what is equal. */
    private static double alikeness(Path one, Path other) {
        try (Mat first = opencv_imgcodecs.imread(one.toString(), opencv_imgcodecs.IMREAD_UNCHANGED);
                Mat second = opencv_imgcodecs.imread(other.toString(), opencv_imgcodecs.IMREAD_UNCHANGED)) {
            assertThat(first.cols()).isEqualTo(second.cols());
            assertThat(first.rows()).isEqualTo(second.rows());
            assertThat(first.type()).isEqualTo(second.type());
            return opencv_core.norm(first, second, opencv_core.NORM_INF, null) == 0
                    ? 100
                    : opencv_core.PSNR(first, second);
        }
    }
}
