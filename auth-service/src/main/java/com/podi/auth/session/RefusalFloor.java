package com.podi.auth.session;

import com.podi.contracts.error.PodiException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Lets a refusal out no sooner than a fixed time after the attempt began; a success is not held back. */
final class RefusalFloor {

    private final Duration floor;

    RefusalFloor(Duration floor) {
        this.floor = floor;
    }

    <T> T under(Supplier<T> attempt) {
        long began = System.nanoTime();
        try {
            return attempt.get();
        } catch (PodiException refusal) {
            pause(floor.toNanos() - (System.nanoTime() - began));
            throw refusal;
        }
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
