package com.podi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the processes of a benchmark keep their data, until their leash is closed. */
public final class Scratch {

    private Scratch() {}

    public static Path directory() {
        try {
            return Files.createTempDirectory("podi-bench");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double megabytes(Path file) {
        try {
            return Files.size(file) / 1e6;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
