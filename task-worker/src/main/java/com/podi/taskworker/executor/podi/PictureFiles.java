package com.podi.taskworker.executor.podi;

import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.ExecutionFailedException;
import java.nio.file.Path;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.opencv_core.Mat;

/** Pictures between files and memory; the memory is OpenCV's, not the Java heap. */
final class PictureFiles {

    private static final int QUALITY = 95;

    private PictureFiles() {}

    /** JPEG is read as colours and turned upright by its EXIF orientation; the others keep alpha and depth. */
    static Mat read(Path file, String contentType) throws ExecutionFailedException {
        int flags =
                contentType.equals("image/jpeg") ? opencv_imgcodecs.IMREAD_COLOR : opencv_imgcodecs.IMREAD_UNCHANGED;
        Mat picture = opencv_imgcodecs.imread(file.toString(), flags);
        if (picture.empty()) {
            picture.close();
            throw ExecutionFailedException.ofCaller(ErrorCode.IMAGE_FORMAT, "cannot decode " + contentType);
        }
        return picture;
    }

    static void write(Mat picture, Path file, PictureFormat format) throws ExecutionFailedException {
        if (Math.max(picture.cols(), picture.rows()) > format.longestSide()) {
            throw ExecutionFailedException.ofCaller(
                    ErrorCode.IMAGE_TOO_LARGE,
                    "%d x %d cannot be %s".formatted(picture.cols(), picture.rows(), format.contentType()));
        }
        int[] parameters =
                switch (format) {
                    case JPEG -> new int[] {opencv_imgcodecs.IMWRITE_JPEG_QUALITY, QUALITY};
                    case WEBP -> new int[] {opencv_imgcodecs.IMWRITE_WEBP_QUALITY, QUALITY};
                    case PNG -> new int[0];
                };
        if (!opencv_imgcodecs.imwrite(file.toString(), picture, parameters)) {
            throw ExecutionFailedException.ofOurs(
                    ErrorCode.EXECUTOR_ERROR, "cannot write " + format.contentType(), null);
        }
    }
}
