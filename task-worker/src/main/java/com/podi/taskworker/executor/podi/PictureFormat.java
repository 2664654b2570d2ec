package com.podi.taskworker.executor.podi;

/** The formats that results are written in: that of the source where it makes sense, else PNG. */
enum PictureFormat {
    JPEG("jpg", 65_500, false),
    PNG("png", 65_500, true),
    WEBP("webp", 16_383, true);

    private final String extension;
    private final int longestSide;
    private final boolean transparent;

    PictureFormat(String extension, int longestSide, boolean transparent) {
        this.extension = extension;
        this.longestSide = longestSide;
        this.transparent = transparent;
    }

    static PictureFormat forResultOf(SourceFormat source) {
        return switch (source) {
            case JPEG -> JPEG;
            case WEBP -> WEBP;
            case PNG, GIF, TIFF -> PNG;
        };
    }

    /** In pixels; more cannot be written in this format. */
    int longestSide() {
        return longestSide;
    }

    boolean canBeTransparent() {
        return transparent;
    }

    String extension() {
        return extension;
    }
}
