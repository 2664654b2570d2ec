package com.podi.taskworker.executor.podi;

/** The formats that results are written in: that of the source where it makes sense, else PNG. */
enum PictureFormat {
    JPEG("image/jpeg", "jpg"),
    PNG("image/png", "png"),
    WEBP("image/webp", "webp");

    private final String contentType;
    private final String extension;

    PictureFormat(String contentType, String extension) {
        this.contentType = contentType;
        this.extension = extension;
    }

    static PictureFormat forResultOf(String sourceType) {
        return switch (sourceType) {
            case "image/jpeg" -> JPEG;
            case "image/webp" -> WEBP;
            default -> PNG;
        };
    }

    String contentType() {
        return contentType;
    }

    String extension() {
        return extension;
    }
}
