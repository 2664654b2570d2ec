package com.podi.benchmarks.tools;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/** Pictures as large as those of a camera, with even parts, edges and a little noise. */
final class Samples {

    static final int WIDTH = 3000;
    static final int HEIGHT = 2000;

    private Samples() {}

    static List<Path> write(String ending, int count, Path directory) {
        List<Path> pictures = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Path file = directory.resolve("sample-%d.%s".formatted(number, ending));
            write(draw(WIDTH, HEIGHT, new Random(number)), ending, file);
            pictures.add(file);
        }
        return pictures;
    }

    static Path tiny(Path directory) {
        Path file = directory.resolve("tiny-source.png");
        write(new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR), "png", file);
        return file;
    }

    private static void write(BufferedImage picture, String ending, Path file) {
        try {
            ImageIO.write(picture, ending, file.toFile());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static BufferedImage draw(int width, int height, Random random) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, new Color(90, 130, 180), width, height, new Color(220, 190, 150)));
        graphics.fillRect(0, 0, width, height);
        for (int shape = 0; shape < 200; shape++) {
            graphics.setColor(new Color(random.nextInt(1 << 24)));
            graphics.fillOval(
                    random.nextInt(width), random.nextInt(height), 20 + random.nextInt(400), 20 + random.nextInt(300));
        }
        graphics.dispose();
        byte[] values = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        for (int i = 0; i < values.length; i++) {
            values[i] = (byte) Math.max(0, Math.min(255, (values[i] & 0xff) + random.nextInt(5) - 2));
        }
        return picture;
    }
}
