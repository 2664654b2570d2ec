package com.podi.benchmarks.path;

import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Processor;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the processor time of a while was divided among the processes: the largest share says what limits the rate. */
final class Shares {

    private static final String OURSELVES = "the clients, in this benchmark";
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final Map<String, Long> processes;
    private final Map<String, Double> used = new LinkedHashMap<>();
    private double seconds;
    private long tasks;

    Shares(Map<String, Long> processes) {
        this.processes = new LinkedHashMap<>(processes);
    }

    /** Measures one more round. */
    WholePath.Result of(Round round) {
        Map<String, Double> before = now();
        long began = System.nanoTime();
        WholePath.Result result = round.run();
        seconds += (System.nanoTime() - began) / 1e9;
        now().forEach((name, then) -> used.merge(name, then - before.get(name), Double::sum));
        tasks += result.tasks();
        return result;
    }

    interface Round {
        WholePath.Result run();
    }

    private Map<String, Double> now() {
        Map<String, Double> now = new LinkedHashMap<>();
        processes.forEach((name, pid) -> now.put(name, Processor.secondsOf(pid)));
        double suite = now.values().stream().mapToDouble(Double::doubleValue).sum();
        // The suite's processes are our children.
        now.put(OURSELVES, Processor.secondsOf(ProcessHandle.current().pid()) - suite);
        return now;
    }

    MarkdownTable table() {
        double all = used.values().stream().mapToDouble(Double::doubleValue).sum();
        MarkdownTable table = new MarkdownTable(
                "process", "processor µs a task", "of all that we used", "of the %d cores".formatted(CORES));
        used.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(entry -> row(table, entry.getKey(), entry.getValue(), all));
        row(table, "all", all, all);
        return table;
    }

    private void row(MarkdownTable table, String name, double processor, double all) {
        table.row(
                name,
                "%,.0f".formatted(processor * 1e6 / tasks),
                "%.1f %%".formatted(100 * processor / all),
                "%.1f %%".formatted(100 * processor / (seconds * CORES)));
    }
}
