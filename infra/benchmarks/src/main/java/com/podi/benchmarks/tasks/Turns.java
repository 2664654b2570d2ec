package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Pause;
import com.podi.benchmarks.Processor;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Q6: how long one user's tasks wait while very many of another's do. */
final class Turns {

    private static final long WORK_MS = 50;
    private static final int LONGEST_PAUSE_MS = 100;
    /** More than is done in a measurement, so that no place is ever free. */
    private static final int BUSY = 200 * NoOp.AT_ONCE;

    private static final double GOAL = 2;

    private final StartReports reports;
    private final TaskTable table;
    private final Engine engine;

    Turns(StartReports reports, TaskTable table, Engine engine) {
        this.reports = reports;
        this.table = table;
        this.engine = engine;
    }

    void measure(int rounds, int burst, Duration duration) {
        table.limit(NoOp.NODE, NoOp.AT_ONCE);
        long busy = Math.min(burst, BUSY + duration.toMillis() * 2 * NoOp.AT_ONCE / WORK_MS);
        start(0, duration);
        Medians figures = new Medians();
        Processor processor = Processor.watch();
        for (int round = 0; round < rounds; round++) {
            add(figures, "idle", start(0, duration));
            add(figures, "busy", start(busy, duration));
            add(figures, "burst", start(burst, duration));
        }
        MarkdownTable shown = new MarkdownTable(
                "Q6: ann's tasks, in a lane of %d places and %d ms a task".formatted(NoOp.AT_ONCE, WORK_MS),
                "p50 ms to start",
                "p99 ms to start",
                "from – to");
        row(shown, figures, "idle", "nobody else");
        row(shown, figures, "busy", "%,d of bob's wait".formatted(busy));
        row(shown, figures, "burst", "%,d of bob's wait".formatted(burst));
        double ratio = figures.of("burst p99") / figures.of("busy p99");
        System.out.printf(
                "%n%s%n%nThe burst beside a lane that is just busy: p99 × %.2f (goal: at most %.0f; %s); beside an idle one"
                        + " × %.2f, of which the wait for a place that is free is a part. Medians of %d rounds of %d s; others used"
                        + " %.0f %% of the processors.%n",
                shown,
                ratio,
                GOAL,
                Goal.word(ratio <= GOAL),
                figures.of("burst p99") / figures.of("idle p99"),
                rounds,
                duration.toSeconds(),
                processor.othersPercent());
    }

    private static void add(Medians figures, String what, Times times) {
        figures.add(what + " p50", times.p50Ms());
        figures.add(what + " p99", times.p99Ms());
    }

    private static void row(MarkdownTable shown, Medians figures, String what, String name) {
        double[] range = figures.range(what + " p99");
        shown.row(
                name,
                Starts.ms(figures.of(what + " p50")),
                Starts.ms(figures.of(what + " p99")),
                "%.1f – %.1f".formatted(range[0], range[1]));
    }

    /** @param waiting how many of bob's tasks wait when ann begins */
    private Times start(long waiting, Duration duration) {
        table.queue(NoOp.NODE, "bob", 1, waiting, WORK_MS);
        table.settle();
        table.execute("select pg_notify('podi_task_queued', '')");
        Times times = new Times();
        Pause.ms(1_000);
        for (long end = System.nanoTime() + duration.toNanos(); System.nanoTime() < end; ) {
            times.add(engine.timeToStart(NoOp.inputs(WORK_MS, reports.nextNumber()), reports));
            Pause.ms(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MS / 4, LONGEST_PAUSE_MS));
        }
        if (waiting > 0 && table.count("status = 'queued'") == 0) {
            throw new IllegalStateException("nothing waits any more: the measurement was too long");
        }
        clear();
        return times;
    }

    private void clear() {
        table.execute("delete from tasks where status = 'queued'");
        while (table.count("status = 'running'") > 0) {
            Pause.ms(50);
        }
    }
}
