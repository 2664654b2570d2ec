package com.podi.benchmarks.tasks;

import com.podi.benchmarks.Pause;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.TaskResult;
import com.podi.testsupport.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/** A process that claims as much as it can get in one lane, and ends each task after a moment, until nothing waits. */
final class Claimer {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final TaskResult NOTHING = new TaskResult(List.of(), 0);
    private static final int THREADS = 4;
    private static final int LONGEST_WORK_MICROS = 3_000;

    private Claimer() {}

    public static void main(String[] args) throws Exception {
        Database database = new Database(
                System.getenv("PODI_DB_URL"), System.getenv("PODI_DB_USER"), System.getenv("PODI_DB_PASSWORD"));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (Engine engine = new Engine(database);
                TaskTable table = new TaskTable(database)) {
            while (table.count("status = 'queued'") > 0) {
                List<Future<?>> all = new ArrayList<>();
                for (int number = 0; number < THREADS; number++) {
                    all.add(threads.submit(() -> work(engine, args[0])));
                }
                for (Future<?> one : all) {
                    one.get();
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void work(Engine engine, String lane) {
        String worker = "claimer-" + ProcessHandle.current().pid();
        for (int turn = 0; turn < 100; turn++) {
            for (ClaimedTask task :
                    engine.claims().claim(lane, worker, 10, LEASE).orElse(List.of())) {
                Pause.micros(ThreadLocalRandom.current().nextInt(LONGEST_WORK_MICROS));
                engine.queue().end(List.of(Ending.completed(task.lease(), NOTHING)));
            }
        }
    }
}
