package com.podi.starter.id;

import com.github.f4b6a3.ulid.UlidCreator;

/** Makes identifiers: a prefix that says what it names, and a ULID, so that newer ones sort behind older ones. */
public final class Ids {

    private Ids() {}

    public static String next(String prefix) {
        return prefix + "_" + UlidCreator.getMonotonicUlid();
    }

    /** With the ULID of another id, so that whoever starts over from that one comes to the same. */
    public static String after(String id, String prefix) {
        return prefix + id.substring(id.indexOf('_'));
    }
}
