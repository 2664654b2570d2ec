package com.podi.benchmarks.tools;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process has in memory, and the most it ever had, as Linux counts it. */
final class Memory {

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final Pattern NOW = Pattern.compile("VmRSS:\\s+(\\d+) kB");
    private static final double KB_IN_A_MB = 1024;
    private static final Path SELF = Path.of("/proc/self");

    private final double before;

    private Memory(double before) {
        this.before = before;
    }

    /** Forgets the peak there has been, so that the next one shows. */
    static Memory ofThisProcess() {
        try {
            Files.writeString(SELF.resolve("clear_refs"), "5");
            return new Memory(read(SELF, NOW));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Beyond what there was before. */
    double grownMb() {
        try {
            return read(SELF, PEAK) - before;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** 0 if the process has ended. */
    static double peakMb(long pid) {
        try {
            return read(Path.of("/proc", Long.toString(pid)), PEAK);
        } catch (IOException ended) {
            return 0;
        }
    }

    private static double read(Path process, Pattern figure) throws IOException {
        Matcher found = figure.matcher(Files.readString(process.resolve("status")));
        return found.find() ? Long.parseLong(found.group(1)) / KB_IN_A_MB : 0;
    }
}
