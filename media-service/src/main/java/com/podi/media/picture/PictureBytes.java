package com.podi.media.picture;

import java.nio.charset.StandardCharsets;

/** A window that moves over the bytes of a picture: however large it is, little of it is in memory. */
final class PictureBytes {

    private static final int FIRST_WINDOW = 16 * 1024;
    private static final int LARGEST_WINDOW = 1024 * 1024;
    private static final int MOST_WINDOWS = 1024;

    private final long size;
    private final ByteRanges ranges;

    private byte[] window = new byte[0];
    private long start;
    private int nextLength = FIRST_WINDOW / 2;
    private int windows;

    PictureBytes(long size, ByteRanges ranges) {
        this.size = size;
        this.ranges = ranges;
    }

    long size() {
        return size;
    }

    int u8(long at) {
        if (at < start || at >= start + window.length) {
            moveTo(at);
        }
        return window[(int) (at - start)] & 0xff;
    }

    int u16(long at) {
        return u8(at) << 8 | u8(at + 1);
    }

    int u16LittleEndian(long at) {
        return u8(at) | u8(at + 1) << 8;
    }

    int u24LittleEndian(long at) {
        return u16LittleEndian(at) | u8(at + 2) << 16;
    }

    long u32(long at) {
        return (long) u16(at) << 16 | u16(at + 2);
    }

    long u32LittleEndian(long at) {
        return u16LittleEndian(at) | (long) u16LittleEndian(at + 2) << 16;
    }

    /** @param text one byte a character */
    boolean has(long at, String text) {
        byte[] expected = text.getBytes(StandardCharsets.ISO_8859_1);
        if (at + expected.length > size) {
            return false;
        }
        for (int i = 0; i < expected.length; i++) {
            if (u8(at + i) != (expected[i] & 0xff)) {
                return false;
            }
        }
        return true;
    }

    private void moveTo(long at) {
        if (at < 0 || at >= size) {
            throw new BrokenPictureException("byte %d of %d".formatted(at, size));
        }
        if (++windows > MOST_WINDOWS) {
            throw new BrokenPictureException("too scattered");
        }
        // Who reads on wants more and more of it; who jumps, only a little here and there.
        long ahead = at - start - window.length;
        nextLength = ahead >= 0 && ahead <= window.length ? Math.min(nextLength * 2, LARGEST_WINDOW) : FIRST_WINDOW;
        window = ranges.read(at, (int) Math.min(nextLength, size - at));
        if (window.length == 0) {
            throw new BrokenPictureException("nothing at byte " + at);
        }
        start = at;
    }
}
