package com.podi.taskworker.executor.podi;

/** The formats that results are written in: that of the source where it makes sense, else PNG. */
enum PictureFormat {
    JPEG("jpg", 65_500, false, true),
    PNG("png", 65_500, true, true),
    WEBP("webp", 16_383, true, false);

    private final String extension;
    private final int longestSide;
    private final boolean transparent;
    private final boolean grey;

    PictureFormat(String extension, int longestSide, boolean transparent, boolean grey) {
        this.extension = extension;
        this.longestSide = longestSide;
        this.transparent = transparent;
        this.grey = grey;
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

    /** Or what is grey becomes coloured in it. */
    boolean canBeGrey() {
        return grey;
    }

    String extension() {
        return extension;
    }
}
