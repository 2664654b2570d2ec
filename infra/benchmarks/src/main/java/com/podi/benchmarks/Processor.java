package com.podi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/** Tells how much of the machine others used while we measured, so that a reader knows what a figure is worth. */
public final class Processor {

    private static final int IDLE = 4;
    private static final int IO_WAIT = 5;
    private static final int USER_TICKS = 11;
    private static final int ENDED_CHILDREN_SYSTEM_TICKS = 14;
    /** Linux shows them so on every machine. */
    private static final double TICKS_PER_SECOND = 100;

    private final long total = total();
    private final long busy = busy();
    private final long ours = ours();

    private Processor() {}

    public static Processor watch() {
        return new Processor();
    }

    /** The share of all cores, in percent, that neither we nor the processes we started have used since. */
    public double othersPercent() {
        return 100.0 * Math.max(0, busy() - busy - (ours() - ours)) / Math.max(1, total() - total);
    }

    /** What we and the processes we started have used since, in seconds of one core; noise of others hardly changes it. */
    public double ourSeconds() {
        return (ours() - ours) / TICKS_PER_SECOND;
    }

    /** What the process and those it started have used so far, in seconds of one core. */
    public static double secondsOf(long pid) {
        return ProcessHandle.of(pid).stream().mapToLong(Processor::together).sum() / TICKS_PER_SECOND;
    }

    private static long total() {
        return Arrays.stream(machine()).sum();
    }

    private static long busy() {
        long[] ticks = machine();
        return Arrays.stream(ticks).sum() - ticks[IDLE - 1] - ticks[IO_WAIT - 1];
    }

    private static long[] machine() {
        // user, nice, system, idle, iowait, irq, softirq, steal; guests are part of user
        return Arrays.stream(read(Path.of("/proc/stat"))
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .split("\\s+"))
                .skip(1)
                .limit(8)
                .mapToLong(Long::parseLong)
                .toArray();
    }

    private static long ours() {
        return together(ProcessHandle.current());
    }

    private static long together(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants())
                .mapToLong(one -> ticks(one.pid()))
                .sum();
    }

    /** Of the process and of those of its children that have ended. */
    private static long ticks(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return Arrays.stream(fields, USER_TICKS, ENDED_CHILDREN_SYSTEM_TICKS + 1)
                    .mapToLong(Long::parseLong)
                    .sum();
        } catch (IOException ended) {
            return 0;
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
