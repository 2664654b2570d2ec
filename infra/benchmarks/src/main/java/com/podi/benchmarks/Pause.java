package com.podi.benchmarks;

import java.util.concurrent.TimeUnit;

/** Waits; who is interrupted meanwhile has nothing more to measure. */
public final class Pause {

    private Pause() {}

    public static void ms(long ms) {
        of(ms, TimeUnit.MILLISECONDS);
    }

    public static void micros(long micros) {
        of(micros, TimeUnit.MICROSECONDS);
    }

    private static void of(long time, TimeUnit unit) {
        try {
            unit.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
