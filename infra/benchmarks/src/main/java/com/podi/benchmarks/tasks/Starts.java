package com.podi.benchmarks.tasks;

import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
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

    Starts(Worker worker, StartReports reports, TaskTable table) {
        this.worker = worker;
        this.reports = reports;
        this.table = table;
    }

    void measure(int rounds, int submits, Duration idle) {
        submit(WARM_UP, 0, new Times(), new Times());
        Medians figures = new Medians();
        Processor processor = Processor.watch();
        for (int round = 0; round < rounds; round++) {
            Times answered = new Times();
            Times started = new Times();
            table.execute("delete from task_journal");
            String before = table.value("select coalesce(max(task_id), '') from tasks");
            submit(submits, LONGEST_PAUSE_MS, answered, started);
            figures.add("answer p50", answered.p50Ms());
            figures.add("answer p99", answered.p99Ms());
            figures.add("start p50", started.p50Ms());
            figures.add("start p99", started.p99Ms());
            for (int percent : new int[] {50, 99}) {
                figures.add("claim p" + percent, Double.parseDouble(table.value("""
                        select 1000 * extract(epoch from percentile_cont(%f) within group (order by started_at - queued_at))
                        from tasks where task_id > '%s'
                        """.formatted(percent / 100.0, before))));
            }
        }
        show(figures, rounds, submits, processor.othersPercent());
        queries(idle);
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

    private static void pause(int longestMs) {
        try {
            if (longestMs > 0) {
                Thread.sleep(ThreadLocalRandom.current().nextInt(longestMs / 3, longestMs));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void show(Medians figures, int rounds, int submits, double others) {
        MarkdownTable shown = new MarkdownTable("Q4: an idle worker, one task at a time", "p50 ms", "p99 ms", "goal");
        double p50 = figures.of("start p50");
        double p99 = figures.of("start p99");
        shown.row("from the call to its answer", ms(figures.of("answer p50")), ms(figures.of("answer p99")), "");
        shown.row(
                "from the call to the executor's start",
                ms(p50),
                ms(p99),
                "≤ 5, ≤ 20: " + Goal.word(p50 <= P50_GOAL_MS && p99 <= P99_GOAL_MS));
        shown.row(
                "of which from queued to claimed, by the row", ms(figures.of("claim p50")), ms(figures.of("claim p99")), "");
        System.out.printf(
                "%n%s%n%nOver HTTP, with plan and hold by doubles that answer at once. Medians of %d rounds of %d submits;"
                        + " others used %.0f %% of the processors.%n",
                shown, rounds, submits, others);
    }

    private void queries(Duration idle) {
        Statements statements = new Statements(table, idle);
        System.out.printf(
                "%nAn idle worker asks its database %.2f queries a second (goal: at most %.0f; %s), and begins or ends"
                        + " transactions %.2f times; in %d s:%n%s",
                statements.queriesPerSecond(),
                QUERIES_GOAL,
                Goal.word(statements.queriesPerSecond() <= QUERIES_GOAL),
                statements.controlPerSecond(),
                idle.toSeconds(),
                statements.list());
    }

    static String ms(double figure) {
        return "%.2f".formatted(figure);
    }
}
