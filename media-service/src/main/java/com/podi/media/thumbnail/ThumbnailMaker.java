package com.podi.media.thumbnail;

import com.podi.contracts.media.Purpose;
import com.podi.media.picture.Picture;
import com.podi.media.picture.PictureLimits;
import com.podi.media.picture.PictureReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;
import org.springframework.stereotype.Component;

/** A JPEG of at most 512 pixels a side: upright, on white, and without whatever else the picture carries. */
@Component
class ThumbnailMaker {

    static final int SIDE = 512;

    private static final int QUALITY = 85;
    private static final int WEBP_HEADER = 25;

    /** OpenCV does one or the other. */
    private static final int TURN_UPRIGHT = opencv_imgcodecs.IMREAD_COLOR;

    private static final int KEEP_ALPHA = opencv_imgcodecs.IMREAD_UNCHANGED;

    private final PictureReader pictures;
    private final PictureLimits limits;

    ThumbnailMaker(PictureReader pictures, PictureLimits limits) {
        this.pictures = pictures;
        this.limits = limits;
    }

    byte[] make(Path file) throws NoThumbnailException, IOException {
        Picture picture = header(file);
        try (Mat whole = decode(file, picture);
                Mat small = fitted(whole);
                Mat flat = OnWhite.flatten(small);
                BytePointer jpeg = new BytePointer();
                IntPointer quality = new IntPointer(opencv_imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY)) {
            if (!opencv_imgcodecs.imencode(".jpg", flat, jpeg, quality)) {
                throw new NoThumbnailException("cannot encode");
            }
            byte[] bytes = new byte[Math.toIntExact(jpeg.limit())];
            jpeg.get(bytes);
            return bytes;
        } catch (RuntimeException undecodable) {
            // OpenCV and ImageIO have no other way to say it.
            throw new NoThumbnailException("cannot decode: " + undecodable.getMessage());
        }
    }

    private Picture header(Path file) throws NoThumbnailException, IOException {
        try (FileChannel bytes = FileChannel.open(file)) {
            return pictures.read(bytes.size(), (offset, length) -> range(bytes, offset, length))
                    .orElseThrow(() -> new NoThumbnailException("no picture"));
        }
    }

    private static byte[] range(FileChannel bytes, long offset, int length) {
        try {
            ByteBuffer range = ByteBuffer.allocate(length);
            int read = bytes.read(range, offset);
            return Arrays.copyOf(range.array(), Math.max(read, 0));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Rows that are left out, or are never unfolded, cost no memory; where a decoder knows no such thing, pixels count. */
    private Mat decode(Path file, Picture picture) throws NoThumbnailException, IOException {
        return switch (picture.type()) {
            case PNG, GIF -> SampledPicture.read(file);
            case JPEG -> read(file, picture.progressive() ? whole(picture, reduced(picture)) : reduced(picture));
            case WEBP -> read(file, whole(picture, isTransparentWebp(file) ? KEEP_ALPHA : TURN_UPRIGHT));
            case TIFF -> read(file, whole(picture, TURN_UPRIGHT));
            case MP4, WEBM, OTHER -> throw new IllegalArgumentException(picture + " is no picture");
        };
    }

    /** Two of the three kinds of WebP may be: each says so by the same bit of another byte. */
    private static boolean isTransparentWebp(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] header = bytes.readNBytes(WEBP_HEADER);
            int flags =
                    switch (header[15]) {
                        case 'X' -> header[20];
                        case 'L' -> header[24];
                        default -> 0;
                    };
            return (flags & 0x10) != 0;
        }
    }

    private static int reduced(Picture picture) {
        long times = Math.max(picture.width(), picture.height()) / SIDE;
        if (times >= 8) {
            return opencv_imgcodecs.IMREAD_REDUCED_COLOR_8;
        }
        if (times >= 4) {
            return opencv_imgcodecs.IMREAD_REDUCED_COLOR_4;
        }
        return times >= 2 ? opencv_imgcodecs.IMREAD_REDUCED_COLOR_2 : TURN_UPRIGHT;
    }

    private int whole(Picture picture, int flags) throws NoThumbnailException {
        if (!limits.allow(picture, Purpose.INPUT)) {
            throw new NoThumbnailException(
                    "%s of %d x %d".formatted(picture.type(), picture.width(), picture.height()));
        }
        return flags;
    }

    private static Mat read(Path file, int flags) throws NoThumbnailException {
        Mat picture = opencv_imgcodecs.imread(file.toString(), flags);
        if (picture.empty()) {
            picture.close();
            throw new NoThumbnailException("cannot decode");
        }
        return picture;
    }

    private static Mat fitted(Mat picture) {
        int longest = Math.max(picture.cols(), picture.rows());
        if (longest <= SIDE) {
            return picture.clone();
        }
        double scale = (double) SIDE / longest;
        Mat small = new Mat();
        try (Size size = new Size(scaled(picture.cols(), scale), scaled(picture.rows(), scale))) {
            opencv_imgproc.resize(picture, small, size, 0, 0, opencv_imgproc.INTER_AREA);
        }
        return small;
    }

    private static int scaled(int side, double scale) {
        return Math.max(1, (int) Math.round(side * scale));
    }
}
