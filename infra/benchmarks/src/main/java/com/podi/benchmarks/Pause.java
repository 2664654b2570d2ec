package com.podi.benchmarks;

/** Waits; who is interrupted meanwhile has nothing more to measure. */
public final class Pause {

    private Pause() {}

    public static void ms(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
