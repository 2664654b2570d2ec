package com.podi.benchmarks.gateway;

import com.podi.benchmarks.Tools;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator of that name, held on a core of its own. */
final class Wrk {

    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([\\d.]+)");
    private static final Pattern PERCENTILE = Pattern.compile("(50|99)%\\s+([\\d.]+)(us|ms|s)\\b");

    private final Path program = Tools.require("wrk", "wrk");

    record Result(double perSecond, double p50Ms, double p99Ms) {}

    Result run(URI uri, String token, int connections, Duration duration) {
        String output = Tools.output(Cores.command(
                Cores.LOAD,
                List.of(
                        program.toString(),
                        "-t1",
                        "-c" + connections,
                        "-d" + duration.toSeconds() + "s",
                        "--latency",
                        "-H",
                        "Authorization: Bearer " + token,
                        uri.toString())));
        if (output.contains("Non-2xx") || output.contains("Socket errors")) {
            throw new IllegalStateException(uri + " was not answered well:\n" + output);
        }
        Matcher rate = RATE.matcher(output);
        if (!rate.find()) {
            throw new IllegalStateException("wrk said:\n" + output);
        }
        return new Result(Double.parseDouble(rate.group(1)), percentile(output, "50"), percentile(output, "99"));
    }

    private static double percentile(String output, String percent) {
        return PERCENTILE
                .matcher(output)
                .results()
                .filter(line -> line.group(1).equals(percent))
                .mapToDouble(line -> Double.parseDouble(line.group(2)) * milliseconds(line.group(3)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("wrk said:\n" + output));
    }

    private static double milliseconds(String unit) {
        return switch (unit) {
            case "us" -> 0.001;
            case "ms" -> 1;
            default -> 1000;
        };
    }
}
