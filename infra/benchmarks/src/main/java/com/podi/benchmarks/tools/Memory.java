package com.podi.benchmarks.tools;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The most that a process ever had in memory, all of it, as Linux counts it. */
final class Memory {

    private static final Pattern PEAK = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final double KB_IN_A_MB = 1024;

    private Memory() {}

    /** 0 if the process has ended. */
    static double peakMb(long pid) {
        try {
            Matcher found = PEAK.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
            return found.find() ? Long.parseLong(found.group(1)) / KB_IN_A_MB : 0;
        } catch (IOException ended) {
            return 0;
        }
    }
}
