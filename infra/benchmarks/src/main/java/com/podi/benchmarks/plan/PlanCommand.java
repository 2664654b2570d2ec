package com.podi.benchmarks.plan;

import com.podi.benchmarks.AbilityProcess;
import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Processor;
import com.podi.benchmarks.Scratch;
import com.podi.benchmarks.load.Load;
import com.podi.benchmarks.load.OpenLoop;
import com.podi.benchmarks.load.Wire;
import com.podi.parts.Leash;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.TestTokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The question that task-worker asks for every call. */
@Command(
        name = "plan",
        description = "How long a plan takes while so many are asked for each second, from when it was due.",
        mixinStandardHelpOptions = true)
public final class PlanCommand implements Callable<Integer> {

    private static final double GOAL_MS = 20;

    @Option(names = "--per-second", defaultValue = "200", description = "default: ${DEFAULT-VALUE}")
    private int perSecond;

    @Option(names = "--connections", defaultValue = "16", description = "default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--warm-up-seconds", defaultValue = "20", description = "default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(names = "--seconds", defaultValue = "20", description = "of each round; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Override
    public Integer call() {
        Path directory = Scratch.directory();
        try (Leash leash = new Leash(directory)) {
            AbilityProcess service = new AbilityProcess(RealParts.postgres().database(), leash, directory);
            Catalogue catalogue = new Catalogue(service.port());
            List<Catalogue.Call> calls = catalogue.fill();
            ask(service, calls, Duration.ofSeconds(warmUpSeconds));
            MarkdownTable table = new MarkdownTable(
                    "plans, %d/s".formatted(perSecond), "answered/s", "p50 ms", "p95 ms", "p99 ms", "goal");
            Processor processor = Processor.watch();
            double before = Processor.secondsOf(service.child().pid());
            for (int round = 1; round <= rounds; round++) {
                Load.Result result = ask(service, calls, Duration.ofSeconds(seconds));
                table.row(
                        "round " + round,
                        "%.0f".formatted(result.perSecond()),
                        "%.1f".formatted(result.p50Ms()),
                        "%.1f".formatted(result.p95Ms()),
                        "%.1f".formatted(result.p99Ms()),
                        "p99 < %.0f: %s".formatted(GOAL_MS, Goal.word(result.p99Ms() < GOAL_MS)));
            }
            double used = Processor.secondsOf(service.child().pid()) - before;
            System.out.printf("%n%s%n", table);
            System.out.printf(
                    "%n%d abilities, %s; %d connections, rounds of %d s, JDK %d, heap 256 MB. The service used %.0f %% of one"
                            + " core; others used %.0f %% of the processors.%n",
                    calls.size(),
                    catalogue.size(),
                    connections,
                    seconds,
                    Runtime.version().feature(),
                    100 * used / (rounds * seconds),
                    processor.othersPercent());
        }
        return 0;
    }

    /** All abilities in turn. */
    private Load.Result ask(AbilityProcess service, List<Catalogue.Call> calls, Duration duration) {
        String token = TestTokens.start().service("svc-task-worker");
        AtomicLong number = new AtomicLong();
        return OpenLoop.run(perSecond, connections, duration, connection -> {
            Wire wire = new Wire(service.port());
            return () -> {
                Catalogue.Call call = calls.get((int) (number.getAndIncrement() % calls.size()));
                wire.post(call.path(), token, call.body()).ok();
            };
        });
    }
}
