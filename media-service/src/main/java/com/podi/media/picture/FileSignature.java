package com.podi.media.picture;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What files that are no pictures begin with. */
public final class FileSignature {

    /** As many bytes are looked at. */
    public static final int LONGEST = 12;

    private static final byte[] FTYP = "ftyp".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] EBML = "\u001aE\u00df\u00a3".getBytes(StandardCharsets.ISO_8859_1);

    private FileSignature() {}

    public static boolean fits(FileType type, byte[] head) {
        return switch (type) {
            case MP4 -> has(head, 4, FTYP);
            case WEBM -> has(head, 0, EBML);
            case OTHER -> true;
            default -> throw new IllegalArgumentException(type + " is a picture");
        };
    }

    private static boolean has(byte[] head, int at, byte[] expected) {
        return head.length >= at + expected.length
                && Arrays.equals(head, at, at + expected.length, expected, 0, expected.length);
    }
}
