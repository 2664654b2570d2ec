package com.podi.contracts.media;

/** What a picture of a task is for: others decode what goes in, so it may unfold to less than what comes out. */
public enum Purpose {
    INPUT,
    OUTPUT
}
