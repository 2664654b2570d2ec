package com.podi.taskworker.picture;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The content type of a video by its first bytes. */
enum VideoType {
    MP4("video/mp4", "mp4", "????ftyp"),
    WEBM("video/webm", "webm", "\u001aE\u00df\u00a3");

    private final String contentType;
    private final String extension;
    private final Signature signature;

    VideoType(String contentType, String extension, String signature) {
        this.contentType = contentType;
        this.extension = extension;
        this.signature = new Signature(signature);
    }

    static Optional<VideoType> of(Path file) throws IOException {
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
