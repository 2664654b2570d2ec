package com.podi.media.thumbnail;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;

/** Reads a picture row by row and keeps every so many pixels: hundreds of megapixels pass through little memory. */
final class SampledPicture {

    /** More than a thumbnail needs, so that it is still scaled down smoothly. */
    private static final int LEAST_SIDE = ThumbnailMaker.SIDE * 3 / 2;

    private SampledPicture() {}

    /** The first frame, with alpha. */
    static Mat read(Path file) throws NoThumbnailException {
        try (ImageInputStream bytes = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(bytes);
            if (!readers.hasNext()) {
                throw new NoThumbnailException("nobody reads it");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(bytes, true, true);
                return pixels(reader.read(0, sampling(reader)));
            } finally {
                reader.dispose();
            }
        } catch (IOException undecodable) {
            throw new NoThumbnailException("cannot decode: " + undecodable.getMessage());
        }
    }

    private static ImageReadParam sampling(ImageReader reader) throws IOException {
        int step = Math.max(1, Math.max(reader.getWidth(0), reader.getHeight(0)) / LEAST_SIDE);
        ImageReadParam sampling = reader.getDefaultReadParam();
        sampling.setSourceSubsampling(step, step, 0, 0);
        return sampling;
    }

    private static Mat pixels(BufferedImage picture) {
        int width = picture.getWidth();
        Mat pixels = new Mat(picture.getHeight(), width, opencv_core.CV_8UC4);
        int[] row = new int[width];
        byte[] bgra = new byte[width * 4];
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                bgra[4 * x] = (byte) row[x];
                bgra[4 * x + 1] = (byte) (row[x] >> 8);
                bgra[4 * x + 2] = (byte) (row[x] >> 16);
                bgra[4 * x + 3] = (byte) (row[x] >> 24);
            }
            pixels.ptr(y).put(bgra, 0, bgra.length);
        }
        return pixels;
    }
}
