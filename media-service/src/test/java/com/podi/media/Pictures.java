package com.podi.media;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;

/** Small pictures, whole and broken. */
public final class Pictures {

    private Pictures() {}

    /** @param format as ImageIO names it: png, jpeg, gif, tiff */
    public static byte[] of(String format, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes)) {
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
        return joined(
                new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'},
                pngChunk("IHDR", header.array()),
                pngChunk("IEND", new byte[0]));
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
