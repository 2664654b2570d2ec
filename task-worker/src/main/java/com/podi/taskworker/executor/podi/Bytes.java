package com.podi.taskworker.executor.podi;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The bytes of a picture, by their place; what lies outside is a broken picture. */
final class Bytes {

    private final ByteBuffer buffer;

    private Bytes(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    /** Nothing of it is read before it is asked for. */
    static Bytes of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return new Bytes(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    static Bytes of(byte[] bytes) {
        return new Bytes(ByteBuffer.wrap(bytes));
    }

    /** The same bytes, read from the other end. */
    Bytes littleEndian() {
        return new Bytes(buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN));
    }

    int size() {
        return buffer.limit();
    }

    int u8(long at) {
        return buffer.get(place(at, 1)) & 0xff;
    }

    int u16(long at) {
        return buffer.getShort(place(at, 2)) & 0xffff;
    }

    long u32(long at) {
        return buffer.getInt(place(at, 4)) & 0xffffffffL;
    }

    int u24(long at) {
        return u8(at) | u8(at + 1) << 8 | u8(at + 2) << 16;
    }

    boolean has(long at, String text) {
        byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
        if (at < 0 || at + expected.length > size()) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (buffer.get((int) at + i) != expected[i]) {
                return false;
            }
        }
        return true;
    }

    byte[] copy(long at, long length) {
        byte[] copy = new byte[place(at, length) < 0 ? 0 : (int) length];
        buffer.get((int) at, copy);
        return copy;
    }

    Bytes part(long at, long length) {
        return new Bytes(buffer.slice(place(at, length), (int) length));
    }

    private int place(long at, long length) {
        if (at < 0 || length < 0 || at + length > size()) {
            throw new BrokenPictureException("bytes %d to %d of %d".formatted(at, at + length, size()));
        }
        return (int) at;
    }
}
