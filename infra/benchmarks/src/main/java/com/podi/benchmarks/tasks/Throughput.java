package com.podi.benchmarks.tasks;

import com.podi.benchmarks.MarkdownTable;
import com.podi.benchmarks.Medians;
import com.podi.benchmarks.Processor;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Claims;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Q1: how many tasks that do nothing a process gets through, from queued to a result that is written down. */
final class Throughput {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final TaskResult NOTHING = new TaskResult(List.of(), 0);
    private static final int ENDING_AT_ONCE = 2;
    private static final double GOAL = 3;

    private final int rounds;
    private final int tasks;
    private final int executions;
    private final int batch;
    private final int users;
    private final int threads;

    /**
     * @param tasks of ours in a round
     * @param executions of db-scheduler in a round
     * @param threads of db-scheduler
     */
    Throughput(int rounds, int tasks, int executions, int batch, int users, int threads) {
        this.rounds = rounds;
        this.tasks = tasks;
        this.executions = executions;
        this.batch = batch;
        this.users = users;
        this.threads = threads;
    }

    void measure() {
        Database database = RealParts.database();
        try (Engine engine = new Engine(database);
                TaskTable table = new TaskTable(database);
                DbScheduler scheduler = new DbScheduler(database, table, threads)) {
            ours(engine, table);
            scheduler.run(executions);
            Medians rate = new Medians();
            Processor processor = Processor.watch();
            for (int round = 0; round < rounds; round++) {
                rate.add("ours", ours(engine, table));
                rate.add("db-scheduler", scheduler.run(executions));
            }
            show(rate, processor.othersPercent());
        }
    }

    private double ours(Engine engine, TaskTable table) {
        table.forgetAll();
        table.queue(Lane.BUILT_IN_TOOLS, "user", users, tasks, 0);
        table.settle();
        long began = System.nanoTime();
        work(engine.claims(), engine.queue());
        double perSecond = tasks / ((System.nanoTime() - began) / 1e9);
        long completed = table.count("status = 'completed' and result is not null");
        if (completed != tasks) {
            throw new IllegalStateException("%d of %d tasks have completed".formatted(completed, tasks));
        }
        return perSecond;
    }

    /** One thread claims, as the dispatcher does; while it goes on, others write the ends of what it has claimed. */
    private void work(Claims claims, TaskQueue queue) {
        ExecutorService enders = Executors.newFixedThreadPool(ENDING_AT_ONCE);
        Semaphore inHand = new Semaphore(ENDING_AT_ONCE);
        List<Future<?>> ends = new ArrayList<>();
        try {
            for (int claimed = 0; claimed < tasks; ) {
                List<ClaimedTask> next = claims.claim(Lane.BUILT_IN_TOOLS, "bench", batch, LEASE)
                        .orElseThrow();
                claimed += next.size();
                inHand.acquire();
                ends.add(enders.submit(() -> {
                    try {
                        queue.end(next.stream()
                                .map(task -> Ending.completed(task.lease(), NOTHING))
                                .toList());
                    } finally {
                        inHand.release();
                    }
                }));
            }
            for (Future<?> end : ends) {
                end.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            enders.shutdownNow();
        }
    }

    private void show(Medians rate, double others) {
        MarkdownTable table =
                new MarkdownTable("Q1: no-op tasks, one process", "tasks/s", "from – to", "what one costs the database");
        table.row(
                "ours, claimed and ended %d at a time, %d users in turn".formatted(batch, users),
                "%,.0f".formatted(rate.of("ours")),
                "%,.0f – %,.0f".formatted(rate.range("ours")[0], rate.range("ours")[1]),
                "two updates of its row, which stays with its result; news of both");
        table.row(
                "db-scheduler, lock and fetch, %d threads".formatted(threads),
                "%,.0f".formatted(rate.of("db-scheduler")),
                "%,.0f – %,.0f".formatted(rate.range("db-scheduler")[0], rate.range("db-scheduler")[1]),
                "an update and a delete of its row; nothing stays");
        double ratio = rate.of("ours") / rate.of("db-scheduler");
        System.out.printf(
                "%n%s%n%nOurs / db-scheduler: %.2f (goal: at least %.0f; %s). Medians of %d rounds of %,d and %,d tasks;"
                        + " others used %.0f %% of the processors.%n",
                table, ratio, GOAL, Goal.word(ratio >= GOAL), rounds, tasks, executions, others);
    }
}
