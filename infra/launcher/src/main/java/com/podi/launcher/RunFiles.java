package com.podi.launcher;

import com.podi.parts.Child;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Optional;

/** Remembers which process is which component, across commands and crashes of the launcher. */
final class RunFiles {
    private final Path directory;

    RunFiles(Path directory) {
        this.directory = directory;
    }

    void started(Child child) {
        write(child.name(), child.pid() + " " + child.startedAt());
    }

    /** From here on its end surprises nobody. */
    void stopping(String name) {
        read(name).ifPresent(entry -> write(name, entry.pid() + " " + entry.startedAt() + " stopping"));
    }

    void ended(String name) {
        try {
            Files.deleteIfExists(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + file(name), e);
        }
    }

    Optional<Child> find(String name, Path log) {
        return read(name).flatMap(entry -> Child.find(name, entry.pid(), entry.startedAt(), log));
    }

    /** Whether it should be running as far as we know. */
    boolean isExpected(String name) {
        return read(name).filter(entry -> !entry.stopping()).isPresent();
    }

    private Optional<Entry> read(String name) {
        try {
            String[] words = Files.readString(file(name)).strip().split(" ");
            return Optional.of(new Entry(Long.parseLong(words[0]), Instant.parse(words[1]), words.length > 2));
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // not there, or torn by a crash: nobody we know
        }
    }

    private void write(String name, String content) {
        try {
            Files.createDirectories(directory);
            Path fresh = Files.writeString(directory.resolve(name + ".new"), content + "\n");
            Files.move(fresh, file(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file(name), e);
        }
    }

    private Path file(String name) {
        return directory.resolve(name + ".pid");
    }

    private record Entry(long pid, Instant startedAt, boolean stopping) {}
}
