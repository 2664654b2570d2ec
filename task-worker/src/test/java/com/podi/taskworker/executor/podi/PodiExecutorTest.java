package com.podi.taskworker.executor.podi;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.Execution;
import com.podi.taskworker.executor.ExecutionFailedException;
import com.podi.taskworker.executor.Output;
import com.podi.taskworker.executor.SomeExecution;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import javax.imageio.ImageIO;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PodiExecutorTest {

    private final PodiExecutor executor = Tools.executor();
    private final List<Integer> progress = new ArrayList<>();

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void upscalingMultipliesBothSides(int scale) throws Exception {
        Path picture = png(disc(40, 30, BufferedImage.TYPE_INT_RGB));

        BufferedImage result = read(run("upscale", inputs().put("scale", scale), picture, "image/png"));

        assertThat(result.getWidth()).isEqualTo(40 * scale);
        assertThat(result.getHeight()).isEqualTo(30 * scale);
        assertThat(new Color(result.getRGB(20 * scale, 15 * scale))).isEqualTo(Color.RED);
        assertThat(new Color(result.getRGB(0, 0))).isEqualTo(Color.WHITE);
    }

    @Test
    void transparencyStaysTransparent() throws Exception {
        Path picture = png(disc(40, 30, BufferedImage.TYPE_INT_ARGB));

        BufferedImage result = read(run("upscale", inputs().put("scale", 2), picture, "image/png"));

        assertThat(result.getColorModel().hasAlpha()).isTrue();
        assertThat(result.getRGB(0, 0) >>> 24).isZero();
        assertThat(result.getRGB(40, 30) >>> 24).isEqualTo(255);
    }

    @Test
    void aJpegStaysAJpeg() throws Exception {
        Path picture = directory.resolve("in.jpg");
        ImageIO.write(disc(40, 30, BufferedImage.TYPE_INT_RGB), "jpg", picture.toFile());

        Path result = run("upscale", inputs().put("scale", 2), picture, "image/jpeg");

        assertThat(result).hasExtension("jpg");
        assertThat(read(result).getWidth()).isEqualTo(80);
    }

    @Test
    void denoisingTakesNoiseAwayAndLeavesTheSize() throws Exception {
        BufferedImage noisy = noisy(64, 64);

        BufferedImage result = read(run("denoise", inputs().put("strength", 10), png(noisy), "image/png"));

        assertThat(result.getWidth()).isEqualTo(64);
        assertThat(spread(result)).isLessThan(spread(noisy) / 2);
    }

    @Test
    void progressRisesToTheEnd() throws Exception {
        run("upscale", inputs().put("scale", 2), png(disc(8, 8, BufferedImage.TYPE_INT_RGB)), "image/png");

        assertThat(progress).isSorted().endsWith(100);
    }

    @Test
    void nativeWorkStopsSoonAfterItIsToldTo() throws Exception {
        Path picture = png(noisy(1200, 900));
        Thread working = Thread.currentThread();
        progress.clear();
        IntConsumer interrupting = percent -> {
            progress.add(percent);
            if (percent > 20) {
                working.interrupt();
            }
        };

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> new Tools(directory, interrupting).run("denoise", picture, "strength=3"));
        assertThat(progress).last(as(InstanceOfAssertFactories.INTEGER)).isLessThan(60);
    }

    @Test
    void whatIsNoPictureIsTheInputsFault() throws IOException {
        Path text = Files.writeString(directory.resolve("in.png"), "not a picture");

        ExecutionFailedException failure = failure("upscale", inputs().put("scale", 2), text);

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.IMAGE_FORMAT);
        assertThat(failure.isWorthRetrying()).isFalse();
    }

    @Test
    void aResultBeyondAllBoundsIsNotTried() throws IOException {
        Path picture = png(new BufferedImage(3000, 3000, BufferedImage.TYPE_BYTE_GRAY));

        ExecutionFailedException failure = failure("upscale", inputs().put("scale", 8), picture);

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.IMAGE_TOO_LARGE);
    }

    @Test
    void aToolThatDoesNotExistIsSaid() throws IOException {
        ExecutionFailedException failure = failure("fly", inputs(), png(disc(8, 8, BufferedImage.TYPE_INT_RGB)));

        assertThat(failure.errorCode()).isEqualTo(ErrorCode.ABILITY_EXECUTOR_NOT_CONFIGURED);
    }

    private ExecutionFailedException failure(String capability, ObjectNode inputs, Path picture) {
        return catchThrowableOfType(
                ExecutionFailedException.class, () -> run(capability, inputs, picture, "image/png"));
    }

    private Path run(String capability, ObjectNode inputs, Path picture, String contentType) throws Exception {
        Execution execution = SomeExecution.of(capability, inputs, picture, contentType, directory, progress::add);
        return ((Output.InFile) executor.run(execution).outputs().get(0).source()).file();
    }

    private static ObjectNode inputs() {
        return new JsonMapper().createObjectNode();
    }

    private Path png(BufferedImage picture) throws IOException {
        Path file = directory.resolve("in.png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private static BufferedImage read(Path file) throws IOException {
        return ImageIO.read(file.toFile());
    }

    private static BufferedImage disc(int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        Graphics2D graphics = picture.createGraphics();
        if (type == BufferedImage.TYPE_INT_RGB) {
            graphics.setColor(Color.WHITE);
            graphics.fillRect(0, 0, width, height);
        }
        graphics.setColor(Color.RED);
        graphics.fillOval(width / 4, height / 4, width / 2, height / 2);
        graphics.dispose();
        return picture;
    }

    private static BufferedImage noisy(int width, int height) {
        Random random = new Random(1);
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < width; x++) {
            for (int y = 0; y < height; y++) {
                int grey = 128 + (int) (random.nextGaussian() * 8);
                picture.setRGB(x, y, new Color(grey, grey, grey).getRGB());
            }
        }
        return picture;
    }

    /** Standard deviation of the green channel. */
    private static double spread(BufferedImage picture) {
        double sum = 0;
        double squares = 0;
        int count = picture.getWidth() * picture.getHeight();
        for (int x = 0; x < picture.getWidth(); x++) {
            for (int y = 0; y < picture.getHeight(); y++) {
                int green = new Color(picture.getRGB(x, y)).getGreen();
                sum += green;
                squares += (double) green * green;
            }
        }
        return Math.sqrt(squares / count - Math.pow(sum / count, 2));
    }
}
