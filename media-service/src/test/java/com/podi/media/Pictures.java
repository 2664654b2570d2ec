package com.podi.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Small pictures, whole and broken. */
public final class Pictures {

    private static final byte[] PNG_SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private Pictures() {}

    /** @param format as ImageIO names it: png, jpeg, gif, tiff */
    public static byte[] of(String format, int width, int height) {
        return written(format, new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB));
    }

    private static byte[] written(String format, BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalArgumentException("no writer for " + format);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    public static byte[] png(int width, int height) {
        return of("png", width, height);
    }

    /** Claims a size and holds no pixels. */
    public static byte[] pngClaiming(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {8, 2, 0, 0, 0});
        return joined(PNG_SIGNATURE, pngChunk("IHDR", header.array()), pngChunk("IEND", new byte[0]));
    }

    /** Really holds its pixels, all of them the same: some kilobytes unfold to hundreds of megabytes. */
    public static byte[] pngBomb(int width, int height) {
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put(new byte[] {1, 0, 0, 0, 0});
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels, new Deflater(9))) {
            byte[] row = new byte[1 + (width + 7) / 8];
            for (int y = 0; y < height; y++) {
                deflater.write(row);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return joined(
                PNG_SIGNATURE,
                pngChunk("IHDR", header.array()),
                pngChunk("IDAT", pixels.toByteArray()),
                pngChunk("IEND", new byte[0]));
    }

    /** Noise that nothing can compress: the file is as large as its pixels. */
    public static void noisyPng(Path file, int side) {
        Random random = new Random(side);
        byte[] row = new byte[1 + side * 3];
        Deflater stored = new Deflater(Deflater.NO_COMPRESSION);
        ByteArrayOutputStream pixels = new ByteArrayOutputStream(side * side * 3 + side * 8);
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(pixels, stored)) {
            for (int y = 0; y < side; y++) {
                random.nextBytes(row);
                row[0] = 0;
                deflater.write(row);
            }
            deflater.finish();
            ByteBuffer header =
                    ByteBuffer.allocate(13).putInt(side).putInt(side).put(new byte[] {8, 2, 0, 0, 0});
            Files.write(
                    file,
                    joined(
                            PNG_SIGNATURE,
                            pngChunk("IHDR", header.array()),
                            pngChunk("IDAT", pixels.toByteArray()),
                            pngChunk("IEND", new byte[0])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With a transparent background, as prints are. */
    public static byte[] transparentPng(int width, int height) {
        return written("png", new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB));
    }

    /** A JPEG whose left half is red and whose right half is blue, with the EXIF orientation of a camera. */
    public static byte[] orientedJpeg(int width, int height, int orientation) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, x < width / 2 ? 0xff0000 : 0x0000ff);
            }
        }
        byte[] jpeg = written("jpeg", picture);
        byte[] exif = {
            (byte) 0xff,
            (byte) 0xe1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        return joined(Arrays.copyOf(jpeg, 2), exif, Arrays.copyOfRange(jpeg, 2, jpeg.length));
    }

    public static byte[] pngWithoutEnd() {
        byte[] whole = png(64, 64);
        return Arrays.copyOf(whole, whole.length / 2);
    }

    /** One pixel, repeated. */
    public static byte[] gifOfFrames(int frames) {
        byte[] screen = {'G', 'I', 'F', '8', '9', 'a', 1, 0, 1, 0, (byte) 0x80, 0, 0, 0, 0, 0, -1, -1, -1};
        byte[] frame = {',', 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(screen);
        for (int i = 0; i < frames; i++) {
            bytes.writeBytes(frame);
        }
        bytes.write(';');
        return bytes.toByteArray();
    }

    /** Animated, as far as its chunks say. */
    public static byte[] apngOfFrames(int frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(PNG_SIGNATURE);
        bytes.writeBytes(pngChunk(
                "IHDR",
                ByteBuffer.allocate(13)
                        .putInt(8)
                        .putInt(8)
                        .put(new byte[] {8, 2, 0, 0, 0})
                        .array()));
        // It claims one: what counts is what is there.
        bytes.writeBytes(
                pngChunk("acTL", ByteBuffer.allocate(8).putInt(1).putInt(0).array()));
        for (int frame = 0; frame < frames; frame++) {
            bytes.writeBytes(pngChunk("fcTL", new byte[26]));
            bytes.writeBytes(pngChunk(frame == 0 ? "IDAT" : "fdAT", new byte[100]));
        }
        bytes.writeBytes(pngChunk("IEND", new byte[0]));
        return bytes.toByteArray();
    }

    /** Animated, as far as its chunks say. */
    public static byte[] webpOfFrames(int frames) {
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        chunks.writeBytes("WEBP".getBytes(StandardCharsets.US_ASCII));
        chunks.writeBytes(webpChunk("VP8X", new byte[] {2, 0, 0, 0, 7, 0, 0, 7, 0, 0}));
        chunks.writeBytes(webpChunk("ANIM", new byte[6]));
        for (int frame = 0; frame < frames; frame++) {
            chunks.writeBytes(webpChunk("ANMF", new byte[101]));
        }
        return webpChunk("RIFF", chunks.toByteArray());
    }

    private static byte[] webpChunk(String name, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + data.length % 2)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(data.length)
                .put(data)
                .array();
    }

    /** One pixel each. */
    public static byte[] tiffOfPages(int pages) {
        return tiffOfPages(pages, 0);
    }

    /** @param afterLast where the chain of pages goes on behind the last one; 0 ends it, 8 begins it again */
    public static byte[] tiffOfPages(int pages, int afterLast) {
        int[][] entries = {{256, 1}, {257, 1}, {273, 0}, {279, 1}};
        int length = 2 + 12 * entries.length + 4;
        ByteBuffer bytes = ByteBuffer.allocate(8 + pages * length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {'I', 'I', 42, 0})
                .putInt(8);
        for (int page = 1; page <= pages; page++) {
            bytes.putShort((short) entries.length);
            for (int[] entry : entries) {
                bytes.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[0] == 273 ? 4 : entry[1]);
            }
            bytes.putInt(page == pages ? afterLast : 8 + page * length);
        }
        return bytes.array();
    }

    /** As cameras and browsers make them: a dozen scans, each making it sharper. */
    public static byte[] progressiveJpeg(int width, int height) {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(out);
            writer.write(
                    null, new IIOImage(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), null, null), how);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** The last scan of a small picture, over and over. */
    public static byte[] jpegOfScans(int scans) {
        byte[] jpeg = progressiveJpeg(64, 64);
        int last = jpeg.length - 2;
        while (jpeg[last] != (byte) 0xff || jpeg[last + 1] != (byte) 0xda) {
            last--;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, last);
        for (int scan = 0; scan < scans; scan++) {
            bytes.write(jpeg, last, jpeg.length - 2 - last);
        }
        bytes.write(jpeg, jpeg.length - 2, 2);
        return bytes.toByteArray();
    }

    public static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] pngChunk(String type, byte[] data) {
        byte[] typed = joined(type.getBytes(StandardCharsets.US_ASCII), data);
        CRC32 checksum = new CRC32();
        checksum.update(typed);
        return ByteBuffer.allocate(4 + typed.length + 4)
                .putInt(data.length)
                .put(typed)
                .putInt((int) checksum.getValue())
                .array();
    }
}
