package com.podi.media.picture;

/** Bytes that lie elsewhere and are fetched by position. */
@FunctionalInterface
public interface ByteRanges {

    /** @return at most {@code length} bytes from {@code offset} on */
    byte[] read(long offset, int length);
}
