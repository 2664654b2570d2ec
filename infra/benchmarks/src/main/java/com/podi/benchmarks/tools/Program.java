package com.podi.benchmarks.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Runs a program and watches what it takes. */
final class Program {

    private Program() {}

    record Run(double seconds, double peakMb) {}

    static Run run(List<String> command, Path directory) {
        try {
            long began = System.nanoTime();
            Process process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("said.txt").toFile())
                    .start();
            double peak = 0;
            while (process.isAlive()) {
                peak = Math.max(peak, Memory.peakMb(process.pid()));
                Thread.sleep(2);
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            if (process.exitValue() != 0) {
                throw new IllegalStateException(command + " ended with " + process.exitValue());
            }
            return new Run(seconds, peak);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(stopped);
        }
    }
}
