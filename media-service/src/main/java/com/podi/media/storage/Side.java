package com.podi.media.storage;

/** Whose network a link is for: a signature holds for one host name only. */
public enum Side {
    CLIENTS,
    PLATFORM
}
