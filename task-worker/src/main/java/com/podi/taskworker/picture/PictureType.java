package com.podi.taskworker.picture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The content type of a picture by its first bytes; names and headers of strangers say nothing. */
public enum PictureType {
    PNG("image/png", "png", "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", "jpg", "\u00ff\u00d8\u00ff"),
    GIF("image/gif", "gif", "GIF8"),
    TIFF_LITTLE_ENDIAN("image/tiff", "tif", "II*\0"),
    TIFF_BIG_ENDIAN("image/tiff", "tif", "MM\0*"),
    WEBP("image/webp", "webp", "RIFF????WEBP");

    private final String contentType;
    private final String extension;
    private final Signature signature;

    PictureType(String contentType, String extension, String signature) {
        this.contentType = contentType;
        this.extension = extension;
        this.signature = new Signature(signature);
    }

    public static Optional<String> contentTypeOf(Path file) throws IOException {
        return of(file).map(PictureType::contentType);
    }

    static Optional<PictureType> of(Path file) throws IOException {
        byte[] head = Signature.headOf(file);
        return Arrays.stream(values()).filter(type -> type.signature.fits(head)).findFirst();
    }

    String contentType() {
        return contentType;
    }

    String extension() {
        return extension;
    }
}
