package com.podi.launcher;

import com.podi.parts.Part;
import com.podi.parts.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.OptionalLong;
import java.util.concurrent.locks.LockSupport;

/** What must hold before anything is started. */
final class Preconditions {
    private static final long GIB = 1L << 30;
    private static final long MEMORY = 4 * GIB;
    private static final long DISK = 2 * GIB;
    private static final Duration LETTING_GO = Duration.ofSeconds(2);

    private Preconditions() {}

    static void portsAreFree(Collection<Part> parts) {
        for (Part part : parts) {
            for (int port : part.ports()) {
                if (!isSoonFree(port)) {
                    throw new RefusedException("Port %d, which %s needs, is taken by %s; end it or set PODI_PORT."
                            .formatted(port, part.name(), owner(port)));
                }
            }
        }
    }

    /** A process that has just been killed lets go of its ports a moment later. */
    private static boolean isSoonFree(int port) {
        Instant deadline = Instant.now().plus(LETTING_GO);
        boolean free = Ports.isFree(port);
        while (!free && Instant.now().isBefore(deadline)) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            free = Ports.isFree(port);
        }
        return free;
    }

    private static String owner(int port) {
        return PortOwner.of(port)
                .map(process -> "process %d (%s)"
                        .formatted(process.pid(), process.info().command().orElse("unknown command")))
                .orElse("another process");
    }

    static void memorySuffices() {
        OptionalLong available = Memory.available();
        if (available.isPresent() && available.getAsLong() < MEMORY) {
            throw new RefusedException("The suite needs 4 GiB of free memory, and only %.1f GiB are available."
                    .formatted((double) available.getAsLong() / GIB));
        }
    }

    static void diskSuffices(Path directory) {
        try {
            Files.createDirectories(directory);
            long usable = Files.getFileStore(directory).getUsableSpace();
            if (usable < DISK) {
                throw new RefusedException("The suite needs 2 GiB of free disk at %s, and only %.1f GiB are left."
                        .formatted(directory, (double) usable / GIB));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }
}
