package com.podi.comfydouble;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** What the nodes do to pictures. Close to what the original does, not equal to the last bit. */
final class Pictures {

    /** Signature and header of a PNG; what describes it may follow. */
    private static final int PNG_HEAD = 8 + 25;

    private Pictures() {}

    static BufferedImage plain(int width, int height, int rgb) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    static BufferedImage colours(BufferedImage source) {
        BufferedImage result = new BufferedImage(source.getWidth(), source.getHeight(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < source.getHeight(); y++) {
            for (int x = 0; x < source.getWidth(); x++) {
                result.setRGB(x, y, source.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return result;
    }

    /** White where the source is transparent; without transparency a small black one, whatever the source's size. */
    static BufferedImage mask(BufferedImage source) {
        if (!source.getColorModel().hasAlpha()) {
            return new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        }
        BufferedImage mask = new BufferedImage(source.getWidth(), source.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < source.getHeight(); y++) {
            for (int x = 0; x < source.getWidth(); x++) {
                mask.getRaster().setSample(x, y, 0, 255 - (source.getRGB(x, y) >>> 24));
            }
        }
        return mask;
    }

    static BufferedImage scaled(BufferedImage source, double factor, String method) {
        return resized(
                source,
                (int) Math.round(source.getWidth() * factor),
                (int) Math.round(source.getHeight() * factor),
                method);
    }

    static BufferedImage resized(BufferedImage source, int width, int height, String method) {
        BufferedImage result = new BufferedImage(Math.max(1, width), Math.max(1, height), source.getType());
        Graphics2D graphics = result.createGraphics();
        Object hint =
                switch (method) {
                    case "nearest-exact" -> RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR;
                    case "bilinear", "area" -> RenderingHints.VALUE_INTERPOLATION_BILINEAR;
                    default -> RenderingHints.VALUE_INTERPOLATION_BICUBIC;
                };
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, hint);
        graphics.drawImage(source, 0, 0, result.getWidth(), result.getHeight(), null);
        graphics.dispose();
        return result;
    }

    static BufferedImage inverted(BufferedImage source) {
        BufferedImage result = new BufferedImage(source.getWidth(), source.getHeight(), source.getType());
        for (int y = 0; y < source.getHeight(); y++) {
            for (int x = 0; x < source.getWidth(); x++) {
                int pixel = source.getRGB(x, y);
                result.setRGB(x, y, pixel & 0xFF000000 | ~pixel & 0xFFFFFF);
            }
        }
        return result;
    }

    static BufferedImage joined(BufferedImage source, BufferedImage mask) {
        BufferedImage fitted = resized(mask, source.getWidth(), source.getHeight(), "bilinear");
        BufferedImage result = new BufferedImage(source.getWidth(), source.getHeight(), BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < source.getHeight(); y++) {
            for (int x = 0; x < source.getWidth(); x++) {
                int alpha = 255 - fitted.getRaster().getSample(x, y, 0);
                result.setRGB(x, y, alpha << 24 | source.getRGB(x, y) & 0xFFFFFF);
            }
        }
        return result;
    }

    static BufferedImage blurred(BufferedImage source, int radius, double sigma) throws NodeFailure {
        double[] kernel = kernel(radius, sigma);
        return pass(pass(source, kernel, 1, 0), kernel, 0, 1);
    }

    static BufferedImage sharpened(BufferedImage source, int radius, double sigma, double alpha) throws NodeFailure {
        BufferedImage soft = blurred(source, radius, sigma);
        BufferedImage result = new BufferedImage(source.getWidth(), source.getHeight(), source.getType());
        for (int y = 0; y < source.getHeight(); y++) {
            for (int x = 0; x < source.getWidth(); x++) {
                int pixel = source.getRGB(x, y);
                int blurred = soft.getRGB(x, y);
                int sharp = pixel & 0xFF000000;
                for (int shift = 0; shift <= 16; shift += 8) {
                    int own = pixel >> shift & 0xFF;
                    sharp |= clamped(own + alpha * 10 * (own - (blurred >> shift & 0xFF))) << shift;
                }
                result.setRGB(x, y, sharp);
            }
        }
        return result;
    }

    private static double[] kernel(int radius, double sigma) {
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = Math.exp(-i * i / (2 * sigma * sigma));
            sum += kernel[i + radius];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return kernel;
    }

    /** Beyond the edge the picture is mirrored, which needs more pixels than the kernel reaches. */
    private static BufferedImage pass(BufferedImage source, double[] kernel, int dx, int dy) throws NodeFailure {
        int width = source.getWidth();
        int height = source.getHeight();
        int radius = kernel.length / 2;
        if (radius >= width || radius >= height) {
            throw new NodeFailure(
                    "RuntimeError",
                    "Padding size should be less than the corresponding input dimension, but got: padding (%d, %d) at dimension 3 of input [1, 3, %d, %d]\n"
                            .formatted(radius, radius, height, width));
        }
        BufferedImage result = new BufferedImage(width, height, source.getType());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double[] sums = new double[3];
                for (int i = -radius; i <= radius; i++) {
                    int pixel = source.getRGB(mirrored(x + i * dx, width), mirrored(y + i * dy, height));
                    for (int channel = 0; channel < 3; channel++) {
                        sums[channel] += kernel[i + radius] * (pixel >> 8 * channel & 0xFF);
                    }
                }
                int pixel = source.getRGB(x, y) & 0xFF000000;
                for (int channel = 0; channel < 3; channel++) {
                    pixel |= clamped(sums[channel]) << 8 * channel;
                }
                result.setRGB(x, y, pixel);
            }
        }
        return result;
    }

    private static int mirrored(int place, int size) {
        int inside = Math.abs(place);
        return inside < size ? inside : 2 * (size - 1) - inside;
    }

    private static int clamped(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }

    /** With the prompt written into it, as SaveImage does it. */
    static byte[] png(BufferedImage picture, String prompt) {
        byte[] bytes = encoded(picture, "png");
        byte[] text = ("prompt\0" + prompt).getBytes(StandardCharsets.ISO_8859_1);
        byte[] name = "tEXt".getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(text);
        return ByteBuffer.allocate(bytes.length + text.length + 12)
                .put(bytes, 0, PNG_HEAD)
                .putInt(text.length)
                .put(name)
                .put(text)
                .putInt((int) sum.getValue())
                .put(bytes, PNG_HEAD, bytes.length - PNG_HEAD)
                .array();
    }

    static byte[] encoded(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalStateException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
