package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Pause;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a PostgreSQL server was asked for a while, by its own log. */
final class Statements {

    private static final Pattern STATEMENT =
            Pattern.compile("LOG: {2}(?:execute [^:]+|statement): (.*(?:\\n\\t.*)*)", Pattern.MULTILINE);
    private static final int SHOWN = 110;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final double seconds;

    /** @param server the connection of its own user, which asks nothing meanwhile */
    Statements(TaskTable server, Duration duration) {
        Path data = Path.of(server.value("show data_directory"));
        Path log = data.resolveSibling("log").resolve(data.getFileName() + ".log");
        logAll(server, true);
        long from = size(log);
        long began = System.nanoTime();
        Pause.ms(duration.toMillis());
        String written = read(log, from);
        seconds = (System.nanoTime() - began) / 1e9;
        logAll(server, false);
        Matcher statement = STATEMENT.matcher(written);
        while (statement.find()) {
            counts.merge(statement.group(1).replaceAll("\\s+", " ").strip(), 1, Integer::sum);
        }
    }

    /** Without what begins and ends transactions. */
    double queriesPerSecond() {
        return sum(query -> !isControl(query)) / seconds;
    }

    double outboxPerSecond() {
        return sum(query -> query.contains(" outbox_")) / seconds;
    }

    /** Whether a connection that was not used for a while still works is asked with an empty query. */
    double validationsPerSecond() {
        return sum(String::isEmpty) / seconds;
    }

    double controlPerSecond() {
        return sum(Statements::isControl) / seconds;
    }

    /** Each query and how often it was asked, the most frequent one first. */
    String list() {
        StringBuilder lines = new StringBuilder();
        counts.entrySet().stream()
                .filter(entry -> !isControl(entry.getKey()))
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .forEach(entry ->
                        lines.append("%6.2f/s  %s%n".formatted(entry.getValue() / seconds, shortened(entry.getKey()))));
        return lines.toString();
    }

    private int sum(Predicate<String> wanted) {
        return counts.entrySet().stream()
                .filter(entry -> wanted.test(entry.getKey()))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    private static boolean isControl(String query) {
        return query.matches("(?i)(begin|commit|rollback).*");
    }

    private static String shortened(String query) {
        if (query.isEmpty()) {
            return "(empty: does the connection still work?)";
        }
        return query.length() <= SHOWN ? query : query.substring(0, SHOWN) + " …";
    }

    private static void logAll(TaskTable server, boolean all) {
        server.execute(all ? "alter system set log_statement = 'all'" : "alter system reset log_statement");
        server.execute("select pg_reload_conf()");
        Pause.ms(1_000);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file, long from) {
        try (var channel = Files.newInputStream(file)) {
            channel.skipNBytes(from);
            return new String(channel.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
