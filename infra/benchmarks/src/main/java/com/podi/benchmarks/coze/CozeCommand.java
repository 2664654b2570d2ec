package com.podi.benchmarks.coze;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Processor;
import com.podi.benchmarks.Scratch;
import com.podi.benchmarks.load.Load;
import com.podi.benchmarks.load.OpenLoop;
import com.podi.benchmarks.load.Wire;
import com.podi.parts.Leash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The document that Coze imports, beside the shortest answer that the same service has. */
@Command(
        name = "coze",
        description = "The plug-in's document from its cache, beside the readiness of the same service.",
        mixinStandardHelpOptions = true)
public final class CozeCommand implements Callable<Integer> {

    private static final double GOAL_MS = 10;
    private static final String READINESS = "/actuator/health/readiness";

    @Option(names = "--per-second", defaultValue = "200", description = "default: ${DEFAULT-VALUE}")
    private int perSecond;

    @Option(names = "--connections", defaultValue = "16", description = "default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--warm-up-seconds", defaultValue = "20", description = "default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "10", description = "of each measurement; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Override
    public Integer call() {
        Path directory = Scratch.directory();
        try (Leash leash = new Leash(directory);
                CozeProcess service = new CozeProcess(leash, directory)) {
            Map<String, String> paths = new LinkedHashMap<>();
            paths.put("openapi.json, %,d bytes".formatted(bytes(service)), CozeProcess.DOCUMENT);
            paths.put("readiness", READINESS);
            Duration warmUp = Duration.ofSeconds(warmUpSeconds);
            paths.values().forEach(path -> Load.run(connections, warmUp, reads(service, path)));

            Medians rate = new Medians();
            Medians p50 = new Medians();
            Medians p99 = new Medians();
            Processor processor = Processor.watch();
            for (int round = 0; round < rounds; round++) {
                paths.forEach((what, path) -> {
                    Duration duration = Duration.ofSeconds(seconds);
                    rate.add(
                            what,
                            Load.run(connections, duration, reads(service, path))
                                    .perSecond());
                    Load.Result due = OpenLoop.run(perSecond, connections, duration, reads(service, path));
                    p50.add(what, due.p50Ms());
                    p99.add(what, due.p99Ms());
                });
            }
            MarkdownTable table = new MarkdownTable(
                    "",
                    "requests/s, %d connections".formatted(connections),
                    "from – to",
                    "p50 ms at %d/s".formatted(perSecond),
                    "p99 ms at %d/s".formatted(perSecond),
                    "goal");
            paths.forEach((what, path) -> table.row(
                    what,
                    "%,.0f".formatted(rate.of(what)),
                    "%,.0f – %,.0f".formatted(rate.range(what)[0], rate.range(what)[1]),
                    "%.2f".formatted(p50.of(what)),
                    "%.2f".formatted(p99.of(what)),
                    path.equals(READINESS)
                            ? "–"
                            : "p99 < %.0f: %s".formatted(GOAL_MS, Goal.word(p99.of(what) < GOAL_MS))));
            System.out.printf("%n%s%n", table);
            System.out.printf(
                    "%nMedians of %d rounds of %d s, JDK %d, heap 256 MB; others used %.0f %% of the processors.%n",
                    rounds, seconds, Runtime.version().feature(), processor.othersPercent());
        }
        return 0;
    }

    private static int bytes(CozeProcess service) {
        try (Wire wire = new Wire(service.port())) {
            return wire.get(CozeProcess.DOCUMENT, "").ok().getBytes(StandardCharsets.UTF_8).length;
        }
    }

    private static IntFunction<Load.Loop> reads(CozeProcess service, String path) {
        return connection -> {
            Wire wire = new Wire(service.port());
            return () -> wire.get(path, "").ok();
        };
    }
}
