package com.podi.taskworker.executor.podi;

import com.podi.taskworker.executor.ExecutionFailedException;
import com.twelvemonkeys.imageio.plugins.jpeg.JPEGImageReaderSpi;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.stream.FileImageInputStream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/**
 * Reads JPEG as printers have it, and turns it into sRGB by its own profile. That is done in the Java heap: so one picture at
 * a time, and a strip of it at a time.
 */
final class CmykJpeg {

    private static final int STRIP = 2_000_000;
    private static final Lock ONE_AT_A_TIME = new ReentrantLock();

    private CmykJpeg() {}

    static Mat read(Path file, PictureHeader header) throws ExecutionFailedException {
        ONE_AT_A_TIME.lock();
        Mat pixels = new Mat(header.height(), header.width(), opencv_core.CV_8UC3);
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            ImageReader reader = IIORegistry.getDefaultInstance()
                    .getServiceProviderByClass(JPEGImageReaderSpi.class)
                    .createReaderInstance();
            try {
                reader.setInput(in, false, true);
                int rows = Math.max(16, STRIP / header.width());
                for (int row = 0; row < header.height(); row += rows) {
                    strip(reader, pixels, row, Math.min(rows, header.height() - row));
                }
            } finally {
                reader.dispose();
            }
            return pixels;
        } catch (IOException | RuntimeException failure) {
            pixels.close();
            throw Refusal.broken("CMYK: " + failure.getMessage());
        } finally {
            ONE_AT_A_TIME.unlock();
        }
    }

    private static void strip(ImageReader reader, Mat pixels, int row, int rows) throws IOException {
        ImageReadParam part = reader.getDefaultReadParam();
        part.setSourceRegion(new Rectangle(0, row, pixels.cols(), rows));
        BufferedImage read = reader.read(0, part);
        BufferedImage blueFirst = new BufferedImage(pixels.cols(), rows, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = blueFirst.createGraphics();
        graphics.drawImage(read, 0, 0, null);
        graphics.dispose();
        byte[] bytes = ((DataBufferByte) blueFirst.getRaster().getDataBuffer()).getData();
        try (BytePointer place = new BytePointer(pixels.ptr(row))) {
            place.capacity(bytes.length).put(bytes);
        }
    }
}
