package com.podi.media.upload;

import com.podi.media.picture.FileType;
import java.text.Normalizer;
import java.util.regex.Pattern;

/** File names of strangers, made fit to stand in a key, a path and a header. */
final class FileName {

    private static final Pattern DIRECTORIES = Pattern.compile("^.*[/\\\\]", Pattern.DOTALL);
    private static final Pattern UNSAFE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._-]");
    private static final Pattern LEADING_DOTS = Pattern.compile("^\\.+");
    private static final String NAMELESS = "picture";

    /** In code points: file systems count bytes, a letter may take four, and 255 is the most they take. */
    private static final int LONGEST_STEM = 50;

    private FileName() {}

    /** One path segment of letters, digits and {@code . _ -} that ends with an extension of the type. */
    static String safe(String given, FileType type) {
        String name = Normalizer.normalize(given, Normalizer.Form.NFC);
        name = DIRECTORIES.matcher(name).replaceFirst("");
        name = UNSAFE.matcher(name).replaceAll("_");
        name = LEADING_DOTS.matcher(name).replaceFirst("");
        int dot = name.lastIndexOf('.');
        return dot > 0 && type.hasExtension(name.substring(dot + 1))
                ? stem(name.substring(0, dot)) + name.substring(dot)
                : stem(name) + "." + type.extension();
    }

    private static String stem(String name) {
        if (name.isEmpty()) {
            return NAMELESS;
        }
        return name.codePointCount(0, name.length()) > LONGEST_STEM
                ? name.substring(0, name.offsetByCodePoints(0, LONGEST_STEM))
                : name;
    }
}
