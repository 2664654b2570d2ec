package com.podi.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What Linux tells about memory; other systems tell nothing. All figures are bytes. */
final class Memory {
    private static final Path PROC = Path.of("/proc");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");

    private Memory() {}

    /** Proportional share of a process and its descendants: pages that several use are counted once in a sum. */
    static OptionalLong of(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .map(process -> kibibytes(PROC.resolve(process.pid() + "/smaps_rollup"), "Pss"))
                .filter(OptionalLong::isPresent)
                .mapToLong(OptionalLong::getAsLong)
                .reduce(Long::sum);
    }

    /** What is left for new processes on this machine and in our control group. */
    static OptionalLong available() {
        OptionalLong machine = kibibytes(PROC.resolve("meminfo"), "MemAvailable");
        OptionalLong limit = number(CGROUP.resolve("memory.max"));
        OptionalLong used = number(CGROUP.resolve("memory.current"));
        if (machine.isEmpty() || limit.isEmpty() || used.isEmpty()) {
            return machine;
        }
        return OptionalLong.of(Math.min(machine.getAsLong(), limit.getAsLong() - used.getAsLong()));
    }

    private static OptionalLong kibibytes(Path file, String field) {
        try {
            return kibibytes(Files.readString(file), field);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong kibibytes(String content, String field) {
        return content.lines()
                .filter(line -> line.startsWith(field + ":"))
                .mapToLong(line -> Long.parseLong(line.split("\\s+")[1]) * 1024)
                .findFirst();
    }

    private static OptionalLong number(Path file) {
        try {
            return OptionalLong.of(Long.parseLong(Files.readString(file).strip()));
        } catch (IOException | NumberFormatException e) {
            return OptionalLong.empty(); // no control groups, or "max"
        }
    }
}
