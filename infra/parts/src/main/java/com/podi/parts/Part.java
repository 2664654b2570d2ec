package com.podi.parts;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** One process of the suite: what it needs before it runs, how it runs, and how one sees that it is ready. */
public interface Part {
    String name();

    /** The ports it listens on, the one that others call first. */
    List<Integer> ports();

    Path log();

    /** Lays out what the process needs and says how to run it; safe to repeat. */
    Program prepare();

    Probe readiness();

    /** Finishes what can only be done once the process answers; safe to repeat. */
    default void complete() {}

    /** How long a start may take on a busy machine. */
    default Duration patience() {
        return Duration.ofMinutes(3);
    }

    default void stop(Child child) {
        child.stop(Duration.ofSeconds(30));
    }

    default Child start() {
        return start(child -> {});
    }

    /** Starts and returns once ready; {@code launched} hears of the process before anything can go wrong with it. */
    default Child start(Consumer<Child> launched) {
        Child child = prepare().launch();
        try {
            launched.accept(child);
            child.await(readiness(), patience());
            complete();
            return child;
        } catch (RuntimeException e) {
            stop(child);
            throw e;
        }
    }
}
