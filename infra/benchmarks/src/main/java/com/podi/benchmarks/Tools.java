package com.podi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Programs of the machine. */
public final class Tools {

    /** Debian keeps servers where only root looks. */
    private static final String SERVERS = "/usr/sbin";

    private Tools() {}

    /** Where the program lies; without it there is no comparison, and the benchmark ends with a sentence. */
    public static Path require(String program, String debianPackage) {
        return Stream.concat(Arrays.stream(System.getenv("PATH").split(":")), Stream.of(SERVERS))
                .map(directory -> Path.of(directory, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new MissingToolException(program, debianPackage));
    }

    /** What the program printed. */
    public static String output(List<String> command) {
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes());
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + output);
            }
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
