package com.podi.taskworker.picture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What files of a type begin with. */
final class Signature {

    private static final int LONGEST = 12;

    private final byte[] bytes;

    /** @param signature one byte a character; a question mark is any */
    Signature(String signature) {
        this.bytes = signature.getBytes(StandardCharsets.ISO_8859_1);
    }

    static byte[] headOf(Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file)) {
            return content.readNBytes(LONGEST);
        }
    }

    boolean fits(byte[] head) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '?' && bytes[i] != head[i]) {
                return false;
            }
        }
        return true;
    }
}
