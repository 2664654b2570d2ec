package com.podi.parts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Ends the processes put on it, and deletes their directory, when it is closed or when this JVM is gone, however it
 * went: a shell outside the JVM holds the other end, so that not even a kill -9 leaves anything behind.
 */
public final class Leash implements AutoCloseable {
    private static final String HOLDER = """
            trap '' INT TERM HUP
            while read -r pid; do pids="$pids $pid"; done
            [ -z "$pids" ] || kill -INT $pids
            for i in $(seq 50); do kill -0 $pids || break; sleep 0.1; done
            kill -KILL $pids
            rm -rf "$1"
            """;

    private final Process holder;
    private final Writer pids;

    public Leash(Path directory) {
        try {
            holder = new ProcessBuilder("sh", "-c", HOLDER, "leash", directory.toString())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            pids = holder.outputWriter(StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a shell", e);
        }
    }

    public synchronized void hold(Child child) {
        try {
            pids.write(child.pid() + "\n");
            pids.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("the leash is broken", e);
        }
    }

    @Override
    public void close() {
        try {
            pids.close();
            holder.waitFor(20, TimeUnit.SECONDS);
        } catch (IOException e) {
            throw new UncheckedIOException("the leash is broken", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
