package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Goal;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Q1: how many tasks that do nothing a process gets through, from queued to a result that is written down. */
final class Throughput {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final TaskResult NOTHING = new TaskResult(List.of(), 0);
    /** As with two executors; one claim at a time is all that a lane allows. */
    private static final List<String> LANES = List.of(Lane.BUILT_IN_TOOLS, "second");

    private static final double GOAL = 3;

    private final int rounds;
    private final int tasks;
    private final int executions;
    private final int batch;
    private final int users;
    private final int threads;
    private final Medians cost = new Medians();

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
            table.execute("insert into lanes (lane) values ('%s')".formatted(LANES.get(1)));
            ours(engine, table);
            theirs(scheduler);
            cost.forget();
            Medians rate = new Medians();
            Processor processor = Processor.watch();
            for (int round = 0; round < rounds; round++) {
                rate.add("ours", ours(engine, table));
                rate.add("db-scheduler", theirs(scheduler));
            }
            show(rate, processor.othersPercent());
        }
    }

    private double ours(Engine engine, TaskTable table) {
        table.forgetAll();
        for (String lane : LANES) {
            table.queue(lane, "user", users, tasks / LANES.size(), 0);
        }
        table.analyze();
        int all = tasks / LANES.size() * LANES.size();
        double perSecond = measured("ours", all, () -> work(engine));
        long completed = table.count("status = 'completed' and result is not null");
        if (completed != all) {
            throw new IllegalStateException("%d of %d tasks have completed".formatted(completed, all));
        }
        return perSecond;
    }

    private double theirs(DbScheduler scheduler) {
        scheduler.fill(executions);
        return measured("db-scheduler", executions, () -> scheduler.run(executions));
    }

    private double measured(String side, int count, Runnable work) {
        Processor processor = Processor.watch();
        long began = System.nanoTime();
        work.run();
        double perSecond = count / ((System.nanoTime() - began) / 1e9);
        cost.add(side, processor.ourSeconds() * 1e6 / count);
        return perSecond;
    }

    private void work(Engine engine) {
        ExecutorService claimers = Executors.newFixedThreadPool(LANES.size());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String lane : LANES) {
                all.add(claimers.submit(() -> {
                    work(engine.claims(), engine.queue(), lane);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            claimers.shutdownNow();
        }
    }

    /** While the next tasks are claimed, the ends of those claimed before are written down. */
    private void work(Claims claims, TaskQueue queue, String lane) throws InterruptedException, ExecutionException {
        ExecutorService ender = Executors.newSingleThreadExecutor();
        try {
            Future<?> ended = CompletableFuture.completedFuture(null);
            List<ClaimedTask> claimed = claim(claims, lane);
            while (!claimed.isEmpty()) {
                List<Ending> endings = claimed.stream()
                        .map(task -> Ending.completed(task.lease(), NOTHING))
                        .toList();
                ended.get();
                ended = ender.submit(() -> queue.end(endings));
                claimed = claim(claims, lane);
            }
            ended.get();
        } finally {
            ender.shutdownNow();
        }
    }

    private List<ClaimedTask> claim(Claims claims, String lane) {
        return claims.claim(lane, "bench", batch, LEASE).orElseThrow();
    }

    private void show(Medians rate, double others) {
        MarkdownTable table = new MarkdownTable(
                "Q1: no-op tasks, one process", "tasks/s", "from – to", "processor µs each", "what is written of each");
        table.row(
                "ours, claimed and ended %d at a time, %d users in turn, %d lanes"
                        .formatted(batch, users, LANES.size()),
                "%,.0f".formatted(rate.of("ours")),
                "%,.0f – %,.0f".formatted(rate.range("ours")[0], rate.range("ours")[1]),
                "%.0f".formatted(cost.of("ours")),
                "two updates of its row, which stays with its result; news of both");
        table.row(
                "db-scheduler, lock and fetch, %d threads".formatted(threads),
                "%,.0f".formatted(rate.of("db-scheduler")),
                "%,.0f – %,.0f".formatted(rate.range("db-scheduler")[0], rate.range("db-scheduler")[1]),
                "%.0f".formatted(cost.of("db-scheduler")),
                "an update and a delete of its row; nothing stays");
        double ratio = rate.of("ours") / rate.of("db-scheduler");
        System.out.printf(
                "%n%s%n%nOurs / db-scheduler: %.2f (goal: at least %.0f; %s). Medians of %d rounds of %,d and %,d tasks;"
                        + " others used %.0f %% of the processors.%n",
                table, ratio, GOAL, Goal.word(ratio >= GOAL), rounds, tasks, executions, others);
    }
}
