package com.podi.media.picture;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of file the platform works with: pictures go in and come out, everything else only comes out. */
public enum FileType {
    PNG("image/png", "png"),
    JPEG("image/jpeg", "jpg", "jpeg"),
    WEBP("image/webp", "webp"),
    GIF("image/gif", "gif"),
    TIFF("image/tiff", "tif", "tiff"),
    MP4("video/mp4", "mp4"),
    WEBM("video/webm", "webm"),
    /** Whatever it is, nobody is told that it is anything. */
    OTHER("application/octet-stream", "bin");

    private static final Pattern ANY_EXTENSION = Pattern.compile("[A-Za-z0-9]{1,10}");

    private final String contentType;
    private final List<String> extensions;

    FileType(String contentType, String... extensions) {
        this.contentType = contentType;
        this.extensions = List.of(extensions);
    }

    public static Optional<FileType> ofContentType(String contentType) {
        return Arrays.stream(values())
                .filter(type -> type.contentType.equals(contentType))
                .findFirst();
    }

    public boolean isPicture() {
        return contentType.startsWith("image/");
    }

    public String contentType() {
        return contentType;
    }

    /** What a file name of this type ends with if it does not say so itself. */
    public String extension() {
        return extensions.get(0);
    }

    public boolean hasExtension(String extension) {
        return this == OTHER
                ? ANY_EXTENSION.matcher(extension).matches()
                : extensions.contains(extension.toLowerCase(Locale.ROOT));
    }
}
