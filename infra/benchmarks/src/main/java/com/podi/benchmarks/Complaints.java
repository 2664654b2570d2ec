package com.podi.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What a process has complained of in its log. */
public final class Complaints {

    private static final int SHOWN = 20;

    private Complaints() {}

    /** The last ones. */
    public static String in(Path log) {
        try (Stream<String> lines = Files.lines(log)) {
            List<String> complaints = lines.filter(line -> line.contains(" WARN ") || line.contains(" ERROR "))
                    .toList();
            return String.join(
                    System.lineSeparator(),
                    complaints.subList(Math.max(0, complaints.size() - SHOWN), complaints.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
