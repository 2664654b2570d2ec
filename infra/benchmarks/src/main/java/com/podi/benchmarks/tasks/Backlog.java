package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Goal;
import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Processor;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.TaskResult;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.time.Duration;
import java.util.List;

/** Q5: whether claims are as fast when a lot waits, and a lot more has been done. */
final class Backlog {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final TaskResult NOTHING = new TaskResult(List.of(), 0);
    private static final int FEW = 10_000;
    private static final int CLAIMED_IN_A_ROUND = 5_000;
    private static final double GOAL = 0.9;

    private final int rounds;
    private final int batch;
    private final int users;

    Backlog(int rounds, int batch, int users) {
        this.rounds = rounds;
        this.batch = batch;
        this.users = users;
    }

    void measure(long queued, long completed) {
        try (Side few = new Side(RealParts.database());
                Side many = new Side(RealParts.database())) {
            few.table.queue(Lane.BUILT_IN_TOOLS, "user", users, FEW, 0);
            many.table.complete(Lane.BUILT_IN_TOOLS, "user", users, completed);
            many.table.queue(Lane.BUILT_IN_TOOLS, "user", users, queued, 0);
            few.table.settle();
            many.table.settle();
            few.claim();
            many.claim();
            Medians rate = new Medians();
            Processor processor = Processor.watch();
            for (int round = 0; round < rounds; round++) {
                rate.add("few", few.claim());
                rate.add("many", many.claim());
            }
            show(rate, queued, completed, processor.othersPercent());
        }
    }

    private void show(Medians rate, long queued, long completed, double others) {
        MarkdownTable table =
                new MarkdownTable("Q5: claims of %d, %d users".formatted(batch, users), "tasks claimed/s", "from – to");
        row(table, rate, "few", "%,d queued".formatted(FEW));
        row(table, rate, "many", "%,d queued, %,d completed".formatted(queued, completed));
        double ratio = rate.of("many") / rate.of("few");
        System.out.printf(
                "%n%s%n%nMany / few: %.2f (goal: at least %.1f; %s). Medians of %d rounds of %,d tasks, one connection,"
                        + " time within claims only; others used %.0f %% of the processors.%n",
                table, ratio, GOAL, Goal.word(ratio >= GOAL), rounds, CLAIMED_IN_A_ROUND, others);
    }

    private static void row(MarkdownTable table, Medians rate, String side, String name) {
        table.row(
                name,
                "%,.0f".formatted(rate.of(side)),
                "%,.0f – %,.0f".formatted(rate.range(side)[0], rate.range(side)[1]));
    }

    private final class Side implements AutoCloseable {

        private final Engine engine;
        private final TaskTable table;

        private Side(Database database) {
            engine = new Engine(database);
            table = new TaskTable(database);
        }

        /** Afterwards as many wait as before. */
        private double claim() {
            long within = 0;
            for (int claimed = 0; claimed < CLAIMED_IN_A_ROUND; claimed += batch) {
                long began = System.nanoTime();
                List<ClaimedTask> tasks = engine.claims()
                        .claim(Lane.BUILT_IN_TOOLS, "bench", batch, LEASE)
                        .orElseThrow();
                within += System.nanoTime() - began;
                if (tasks.size() != batch) {
                    throw new IllegalStateException("claimed %d, not %d".formatted(tasks.size(), batch));
                }
                engine.queue()
                        .end(tasks.stream()
                                .map(task -> Ending.completed(task.lease(), NOTHING))
                                .toList());
            }
            table.queue(Lane.BUILT_IN_TOOLS, "user", users, CLAIMED_IN_A_ROUND, 0);
            return CLAIMED_IN_A_ROUND / (within / 1e9);
        }

        @Override
        public void close() {
            engine.close();
            table.close();
        }
    }
}
