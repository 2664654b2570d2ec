package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Pause;
import com.podi.benchmarks.Processor;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Q4: how soon an idle worker starts what is submitted, and what it asks its database while nothing is. */
final class Starts {

    private static final int LONGEST_PAUSE_MS = 30;
    private static final int WARM_UP = 3_000;
    private static final double P50_GOAL_MS = 5;
    private static final double P99_GOAL_MS = 20;
    private static final double QUERIES_GOAL = 2;

    private final Worker worker;
    private final StartReports reports;
    private final TaskTable table;
    private final Engine engine;

    Starts(Worker worker, StartReports reports, TaskTable table, Engine engine) {
        this.worker = worker;
        this.reports = reports;
        this.table = table;
        this.engine = engine;
    }

    void measure(int rounds, int submits, Duration idle) {
        submit(WARM_UP, 0, new Times(), new Times());
        enqueue(WARM_UP / 3, 0);
        Medians figures = new Medians();
        Processor processor = Processor.watch();
        for (int round = 0; round < rounds; round++) {
            Times answered = new Times();
            Times started = new Times();
            submit(submits, LONGEST_PAUSE_MS, answered, started);
            add(figures, "answer", answered);
            add(figures, "start", started);
            add(figures, "queue", enqueue(submits, LONGEST_PAUSE_MS));
        }
        show(figures, rounds, submits, processor.othersPercent());
        queries(idle);
    }

    private static void add(Medians figures, String what, Times times) {
        figures.add(what + " p50", times.p50Ms());
        figures.add(what + " p99", times.p99Ms());
    }

    /** One after the other, each when the one before has started and a moment has passed. */
    private void submit(int count, int longestPauseMs, Times answered, Times started) {
        for (int submitted = 0; submitted < count; submitted++) {
            long number = reports.nextNumber();
            long began = System.nanoTime();
            worker.submit(NoOp.inputs(0, number));
            answered.add(System.nanoTime() - began);
            started.add(reports.await(number) - began);
            pause(longestPauseMs);
        }
    }

    private Times enqueue(int count, int longestPauseMs) {
        Times times = new Times();
        for (int queued = 0; queued < count; queued++) {
            times.add(engine.timeToStart(NoOp.inputs(0, reports.nextNumber()), reports));
            pause(longestPauseMs);
        }
        return times;
    }

    private static void pause(int longestMs) {
        if (longestMs > 0) {
            Pause.ms(ThreadLocalRandom.current().nextInt(longestMs / 3, longestMs));
        }
    }

    private static void show(Medians figures, int rounds, int submits, double others) {
        MarkdownTable shown = new MarkdownTable("Q4: an idle worker, one task at a time", "p50 ms", "p99 ms", "goal");
        shown.row("from the call to its answer", ms(figures.of("answer p50")), ms(figures.of("answer p99")), "");
        row(shown, figures, "start", "from the call to the executor's start");
        row(shown, figures, "queue", "from queueing it to the executor's start");
        System.out.printf(
                "%n%s%n%nCalls go over HTTP, with plan and hold by doubles that answer at once. Medians of %d rounds of %d submits;"
                        + " others used %.0f %% of the processors.%n",
                shown, rounds, submits, others);
    }

    private static void row(MarkdownTable shown, Medians figures, String what, String name) {
        double p50 = figures.of(what + " p50");
        double p99 = figures.of(what + " p99");
        boolean reached = p50 <= P50_GOAL_MS && p99 <= P99_GOAL_MS;
        shown.row(name, ms(p50), ms(p99), "≤ %.0f, ≤ %.0f: %s".formatted(P50_GOAL_MS, P99_GOAL_MS, Goal.word(reached)));
    }

    private void queries(Duration idle) {
        Statements statements = new Statements(table, idle);
        double all = statements.queriesPerSecond();
        double outbox = statements.outboxPerSecond();
        double validations = statements.validationsPerSecond();
        System.out.printf(
                "%nQ4: an idle worker asks its database %.2f queries a second (goal: at most %.0f; %s): %.2f of its own,"
                        + " %.2f of the outbox, %.2f whether a connection still works; transactions begin or end %.2f times. In"
                        + " %d s:%n%n%s",
                all,
                QUERIES_GOAL,
                Goal.word(all <= QUERIES_GOAL),
                all - outbox - validations,
                outbox,
                validations,
                statements.controlPerSecond(),
                idle.toSeconds(),
                statements.list());
    }

    static String ms(double figure) {
        return "%.2f".formatted(figure);
    }
}
