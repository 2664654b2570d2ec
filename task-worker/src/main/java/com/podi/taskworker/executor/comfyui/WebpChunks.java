package com.podi.taskworker.executor.comfyui;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Takes words out of WebP files: nodes write the whole workflow into what others use for cameras. The pixels stay. */
final class WebpChunks {

    private static final Set<String> WORDS = Set.of("EXIF", "XMP ");
    /** Of the first chunk, which says what follows: that there are words. */
    private static final int WORDS_FOLLOW = 0x0C;

    private static final int HEAD = 12;
    private static final int CHUNK_HEAD = 8;

    private WebpChunks() {}

    /** @return the file without its words; the file itself if it is no WebP */
    static Path withoutWords(Path file) throws IOException {
        Path plain = file.resolveSibling("plain-" + file.getFileName());
        try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
            if (in.size() < HEAD || !text(in, 0).equals("RIFF") || !text(in, 8).equals("WEBP")) {
                return file;
            }
            try (FileChannel out = FileChannel.open(
                    plain,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                copy(in, 0, HEAD, out);
                for (long at = HEAD; at + CHUNK_HEAD <= in.size(); ) {
                    long length = number(in, at + 4) + CHUNK_HEAD;
                    if (!WORDS.contains(text(in, at))) {
                        copyChunk(in, at, length, out);
                    }
                    at += length + length % 2;
                }
                write(out, 4, out.size() - CHUNK_HEAD);
            }
        }
        return plain;
    }

    private static void copyChunk(FileChannel in, long at, long length, FileChannel out) throws IOException {
        long place = out.size();
        copy(in, at, length, out);
        if (length % 2 == 1) {
            out.write(ByteBuffer.allocate(1), out.size());
        }
        if (text(in, at).equals("VP8X")) {
            write(out, place + CHUNK_HEAD, number(in, at + CHUNK_HEAD) & ~WORDS_FOLLOW);
        }
    }

    private static void copy(FileChannel in, long at, long length, FileChannel out) throws IOException {
        if (at + length > in.size()) {
            throw new EOFException("the file ends in the middle of a chunk");
        }
        out.position(out.size());
        for (long done = 0; done < length; ) {
            done += in.transferTo(at + done, length - done, out);
        }
    }

    private static String text(FileChannel in, long at) throws IOException {
        return new String(read(in, at).array(), StandardCharsets.ISO_8859_1);
    }

    private static long number(FileChannel in, long at) throws IOException {
        return read(in, at).getInt(0) & 0xffffffffL;
    }

    private static ByteBuffer read(FileChannel in, long at) throws IOException {
        ByteBuffer four = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
        if (in.read(four, at) < four.capacity()) {
            throw new EOFException("the file ends in the middle of a chunk");
        }
        return four;
    }

    private static void write(FileChannel out, long at, long number) throws IOException {
        out.write(
                ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putInt((int) number)
                        .flip(),
                at);
    }
}
