package com.podi.taskworker.executor.comfyui;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** Takes words out of PNG files: nodes write the whole workflow into every picture. The pixels stay as they are. */
final class PngChunks {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
    private static final Set<String> WORDS = Set.of("tEXt", "zTXt", "iTXt", "eXIf", "tIME");
    private static final int CHECKSUM = 4;

    private PngChunks() {}

    /** @return the file without its words; the file itself if it is no PNG */
    static Path withoutWords(Path file) throws IOException {
        Path plain = file.resolveSibling("plain-" + file.getFileName());
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            if (!Arrays.equals(in.readNBytes(SIGNATURE.length), SIGNATURE)) {
                return file;
            }
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(plain)))) {
                out.write(SIGNATURE);
                while (copyChunk(in, out)) {
                    // one after the other
                }
            }
        }
        return plain;
    }

    /** @return whether another one follows */
    private static boolean copyChunk(DataInputStream in, DataOutputStream out) throws IOException {
        int length = in.readInt();
        byte[] name = in.readNBytes(4);
        String type = new String(name, StandardCharsets.US_ASCII);
        if (length < 0) {
            throw new EOFException("chunk of a length that cannot be");
        }
        long rest = (long) length + CHECKSUM;
        if (WORDS.contains(type)) {
            in.skipNBytes(rest);
        } else {
            out.writeInt(length);
            out.write(name);
            copy(in, out, rest);
        }
        return !type.equals("IEND");
    }

    private static void copy(DataInputStream in, DataOutputStream out, long bytes) throws IOException {
        byte[] buffer = new byte[8192];
        long left = bytes;
        while (left > 0) {
            int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
            if (read < 0) {
                throw new EOFException("the file ends in the middle of a chunk");
            }
            out.write(buffer, 0, read);
            left -= read;
        }
    }
}
