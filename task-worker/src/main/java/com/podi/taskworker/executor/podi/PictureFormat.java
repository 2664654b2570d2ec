package com.podi.taskworker.executor.podi;

/** The formats that results are written in: that of the source where it makes sense, else PNG. */
enum PictureFormat {
    JPEG("image/jpeg", "jpg", 65_500),
    PNG("image/png", "png", 65_500),
    WEBP("image/webp", "webp", 16_383);

    private final String contentType;
    private final String extension;
    private final int longestSide;

    PictureFormat(String contentType, String extension, int longestSide) {
        this.contentType = contentType;
        this.extension = extension;
        this.longestSide = longestSide;
    }

    static PictureFormat forResultOf(String sourceType) {
        return switch (sourceType) {
            case "image/jpeg" -> JPEG;
            case "image/webp" -> WEBP;
            default -> PNG;
        };
    }

    /** In pixels; more cannot be written in this format. */
    int longestSide() {
        return longestSide;
    }

    String contentType() {
        return contentType;
    }

    String extension() {
        return extension;
    }
}
