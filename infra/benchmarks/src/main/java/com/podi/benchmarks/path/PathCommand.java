package com.podi.benchmarks.path;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.Jvm;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Processor;
import com.podi.benchmarks.load.Load;
import com.podi.benchmarks.wallet.Filling;
import com.podi.benchmarks.wallet.Pairs;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** E1: what a task costs that does nothing, from the gateway to the settled hold, with the whole suite on this machine. */
@Command(
        name = "path",
        description = "The whole way of a task through all services, beside the wallet alone.",
        mixinStandardHelpOptions = true)
public final class PathCommand implements Callable<Integer> {

    private static final int ACCOUNTS = 10_000;
    private static final double RATIO_GOAL = 0.10;
    private static final double INVOKE_GOAL_MS = 25;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seconds", defaultValue = "15", description = "of each measurement; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--warm-up-seconds",
            defaultValue = "30",
            description = "of each kind of measurement; default: ${DEFAULT-VALUE}")
    private int warmUpSeconds;

    @Option(names = "--connections", defaultValue = "32", description = "default: ${DEFAULT-VALUE}")
    private int connections;

    @Option(names = "--users", defaultValue = "32", description = "who submit tasks; default: ${DEFAULT-VALUE}")
    private int users;

    @Option(names = "--workers", description = "of task-worker; default: as shipped")
    private @Nullable Integer workers;

    @Option(
            names = "--jvm",
            defaultValue = "LAUNCHER",
            description = "how our services run: ${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
    private Jvm jvm;

    private final Medians figures = new Medians();

    @Override
    public Integer call() {
        try (TestedSuite suite = new TestedSuite(jvm, workers)) {
            suite.inDatabaseOf("wallet-service", statement -> Filling.accounts(statement, ACCOUNTS));
            WholePath path = new WholePath(suite, new Customers(suite, users), connections);
            // Alone at first: while a service makes its clients of other services ready, it refuses a second call.
            path.invoke(Duration.ofSeconds(1));
            measure(suite, path, new Shares(suite.processes()), Duration.ofSeconds(warmUpSeconds));
            figures.forget();
            Shares shares = new Shares(suite.processes());
            Processor processor = Processor.watch();
            for (int round = 0; round < rounds; round++) {
                measure(suite, path, shares, Duration.ofSeconds(seconds));
            }
            show(shares, processor.othersPercent());
        }
        return 0;
    }

    private void measure(TestedSuite suite, WholePath path, Shares shares, Duration window) {
        Load.Result pairs =
                Pairs.run(suite.portOf("wallet-service"), suite.tokenOf("task-worker"), connections, ACCOUNTS, window);
        figures.add("pairs", pairs.perSecond() / 2);
        figures.add("pairs p50", pairs.p50Ms());
        figures.add("pairs p99", pairs.p99Ms());

        WholePath.Result tasks = shares.of(() -> path.run(window));
        figures.add("tasks", tasks.perSecond());
        figures.add("submit p50", tasks.submits().p50Ms());
        figures.add("submit p99", tasks.submits().p99Ms());
        figures.add("drain", tasks.drain().toMillis() / 1e3);
        figures.add("refused", tasks.refused());
        figures.add("news", path.awaitNews().toMillis() / 1e3);

        Load.Result invokes = path.invoke(window);
        figures.add("invokes", invokes.perSecond());
        figures.add("invoke p50", invokes.p50Ms());
        figures.add("invoke p99", invokes.p99Ms());
        path.awaitNews();
    }

    private void show(Shares shares, double others) {
        MarkdownTable table =
                new MarkdownTable("E1: all services on this machine", "a second", "from – to", "p50 ms", "p99 ms");
        row(
                table,
                "wallet alone: freeze and confirm, %,d accounts, %d connections".formatted(ACCOUNTS, connections),
                "pairs",
                "pairs");
        row(
                table,
                "whole path: tasks submitted, run, completed and settled, %d connections; times of the submit"
                        .formatted(connections),
                "tasks",
                "submit");
        row(table, "synchronous invokes of a lone client", "invokes", "invoke");
        double ratio = figures.of("tasks") / figures.of("pairs");
        System.out.printf(
                "%n%s%n%nWhole path / wallet: %.3f (goal: at least %.2f; %s). Invoke: p50 %.1f ms (goal: at most %.0f; %s)."
                        + " Medians of %d rounds of %d s, %d users, %s workers, JVMs as of %s, JDK %d; others used %.0f %% of"
                        + " the processors.%n",
                table,
                ratio,
                RATIO_GOAL,
                Goal.word(ratio >= RATIO_GOAL),
                figures.of("invoke p50"),
                INVOKE_GOAL_MS,
                Goal.word(figures.of("invoke p50") <= INVOKE_GOAL_MS),
                rounds,
                seconds,
                users,
                workers == null ? "shipped" : workers.toString(),
                jvm.name().toLowerCase(),
                Runtime.version().feature(),
                others);
        System.out.printf(
                "%nAfter the last submit tasks were run and settled for %.1f s more; a client was told %.0f times that too"
                        + " many wait. After the last settlement it took %.1f s until every event was sent and every call"
                        + " logged.%n%nWho used the processors while tasks were submitted, run and settled:%n%n%s%n",
                figures.of("drain"), figures.of("refused"), figures.of("news"), shares.table());
    }

    private void row(MarkdownTable table, String name, String rate, String times) {
        table.row(
                name,
                "%,.0f".formatted(figures.of(rate)),
                "%,.0f – %,.0f".formatted(figures.range(rate)[0], figures.range(rate)[1]),
                "%.1f".formatted(figures.of(times + " p50")),
                "%.1f".formatted(figures.of(times + " p99")));
    }
}
