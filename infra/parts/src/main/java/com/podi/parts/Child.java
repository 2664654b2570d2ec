package com.podi.parts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A running process, whether this JVM started it or found it. */
public final class Child {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration CLOCK_DRIFT = Duration.ofSeconds(2);

    private final String name;
    private final ProcessHandle handle;
    private final @Nullable Process process;
    private final Instant startedAt;
    private final Path log;

    Child(String name, Process process, Path log) {
        this(name, process.toHandle(), process, log);
    }

    private Child(String name, ProcessHandle handle, @Nullable Process process, Path log) {
        this.name = name;
        this.handle = handle;
        this.process = process;
        this.startedAt = startOf(handle).orElseGet(Instant::now);
        this.log = log;
    }

    /** The process with this number, if it is still the one that started then: numbers are used again. */
    public static Optional<Child> find(String name, long pid, Instant startedAt, Path log) {
        return ProcessHandle.of(pid)
                .filter(handle -> startOf(handle)
                        .filter(start ->
                                Duration.between(start, startedAt).abs().compareTo(CLOCK_DRIFT) <= 0)
                        .isPresent())
                .map(handle -> new Child(name, handle, null, log))
                .filter(Child::isAlive);
    }

    private static Optional<Instant> startOf(ProcessHandle handle) {
        return handle.info().startInstant();
    }

    public String name() {
        return name;
    }

    public long pid() {
        return handle.pid();
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Path log() {
        return log;
    }

    public boolean isAlive() {
        return process != null ? process.isAlive() : handle.isAlive() && !isZombie();
    }

    /** Known only of a process that this JVM started and that has ended. */
    public OptionalInt exitCode() {
        return process == null || process.isAlive() ? OptionalInt.empty() : OptionalInt.of(process.exitValue());
    }

    /** Waits until the probe says yes. */
    public void await(Probe probe, Duration patience) {
        Instant deadline = Instant.now().plus(patience);
        while (!probe.ready()) {
            if (!isAlive()) {
                String exit =
                        exitCode().isPresent() ? " with exit code " + exitCode().getAsInt() : "";
                throw new PartFailedException(name, "ended" + exit + " before it was ready", log);
            }
            if (Instant.now().isAfter(deadline)) {
                throw new PartFailedException(name, "was not ready after " + patience.toSeconds() + " s", log);
            }
            pause();
        }
    }

    /** Asks it to end, and ends it when it has not done so in time. */
    public void stop(Duration grace) {
        handle.destroy();
        if (!endsWithin(grace)) {
            kill();
        }
    }

    public void kill() {
        handle.destroyForcibly();
        endsWithin(Duration.ofSeconds(10));
    }

    boolean endsWithin(Duration time) {
        Instant deadline = Instant.now().plus(time);
        while (isAlive() && Instant.now().isBefore(deadline)) {
            pause();
        }
        return !isAlive();
    }

    /** Waits for the end of what ends by itself. */
    int join(Duration patience) {
        if (!endsWithin(patience)) {
            kill();
            throw new PartFailedException(name, "had not ended after " + patience.toSeconds() + " s", log);
        }
        return exitCode().orElse(-1);
    }

    /** Where nobody collects orphans, an ended process stays listed for ever. */
    private boolean isZombie() {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid()), "stat"));
            return stat.startsWith(") Z", stat.lastIndexOf(')'));
        } catch (IOException e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a process", e);
        }
    }
}
