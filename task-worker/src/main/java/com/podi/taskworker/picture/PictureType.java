package com.podi.taskworker.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The content type of a picture by its first bytes; names and headers of strangers say nothing. */
public enum PictureType {
    PNG("image/png", "\u0089PNG\r\n\u001a\n"),
    JPEG("image/jpeg", "\u00ff\u00d8\u00ff"),
    GIF("image/gif", "GIF8"),
    TIFF_LITTLE_ENDIAN("image/tiff", "II*\0"),
    TIFF_BIG_ENDIAN("image/tiff", "MM\0*"),
    WEBP("image/webp", "RIFF????WEBP");

    private static final int LONGEST = 12;

    private final String contentType;
    private final byte[] signature;

    PictureType(String contentType, String signature) {
        this.contentType = contentType;
        this.signature = signature.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static Optional<String> contentTypeOf(Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            byte[] head = bytes.readNBytes(LONGEST);
            return Arrays.stream(values())
                    .filter(type -> type.fits(head))
                    .map(type -> type.contentType)
                    .findFirst();
        }
    }

    private boolean fits(byte[] head) {
        if (head.length < signature.length) {
            return false;
        }
        for (int i = 0; i < signature.length; i++) {
            if (signature[i] != '?' && signature[i] != head[i]) {
                return false;
            }
        }
        return true;
    }
}
