package com.podi.benchmarks.tasks;

import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The queue beside db-scheduler, how soon tasks start, and what very many of them change. */
@Command(
        name = "tasks",
        description = "The queue of tasks beside db-scheduler on the same PostgreSQL, and how soon tasks start.",
        mixinStandardHelpOptions = true)
public final class TasksCommand implements Callable<Integer> {

    /** What can be measured by itself. */
    enum Part {
        /** Tasks that do nothing, beside db-scheduler. */
        Q1,
        /** From submit to start when idle, and the queries of an idle worker. */
        Q4,
        /** Claims with few and with very many rows. */
        Q5,
        /** One user's burst beside another's tasks, and the limit of an executor. */
        Q6
    }

    @Option(names = "--parts", split = ",", defaultValue = "Q1,Q4,Q5,Q6", description = "default: ${DEFAULT-VALUE}")
    private Set<Part> parts;

    @Option(names = "--rounds", defaultValue = "3", description = "default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--tasks", defaultValue = "300000", description = "Q1: ours in a round; default: ${DEFAULT-VALUE}")
    private int tasks;

    @Option(
            names = "--executions",
            defaultValue = "100000",
            description = "Q1: db-scheduler's in a round; default: ${DEFAULT-VALUE}")
    private int executions;

    @Option(names = "--batch", defaultValue = "500", description = "Q1: claimed at once; default: ${DEFAULT-VALUE}")
    private int batch;

    @Option(names = "--users", defaultValue = "100", description = "Q1, Q5: default: ${DEFAULT-VALUE}")
    private int users;

    @Option(names = "--threads", defaultValue = "50", description = "Q1: of db-scheduler; default: ${DEFAULT-VALUE}")
    private int threads;

    @Option(names = "--submits", defaultValue = "500", description = "Q4: in a round; default: ${DEFAULT-VALUE}")
    private int submits;

    @Option(names = "--idle-seconds", defaultValue = "60", description = "Q4: default: ${DEFAULT-VALUE}")
    private int idleSeconds;

    @Option(names = "--queued", defaultValue = "1000000", description = "Q5: default: ${DEFAULT-VALUE}")
    private long queued;

    @Option(names = "--completed", defaultValue = "5000000", description = "Q5: default: ${DEFAULT-VALUE}")
    private long completed;

    @Option(names = "--burst", defaultValue = "100000", description = "Q6: default: ${DEFAULT-VALUE}")
    private int burst;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            description = "Q6: of each measurement; default: ${DEFAULT-VALUE}")
    private int seconds;

    @Option(
            names = "--limited",
            defaultValue = "20000",
            description = "Q6: tasks in the lane with a limit; default: ${DEFAULT-VALUE}")
    private int limited;

    @Override
    public Integer call() {
        if (parts.contains(Part.Q1)) {
            new Throughput(rounds, tasks, executions, batch, users, threads).measure();
        }
        if (parts.contains(Part.Q5)) {
            new Backlog(rounds, Math.min(batch, 100), users).measure(queued, completed);
        }
        if (parts.contains(Part.Q6)) {
            Limit.measure(limited);
        }
        if (parts.contains(Part.Q4) || parts.contains(Part.Q6)) {
            service();
        }
        return 0;
    }

    private void service() {
        Database database = RealParts.database();
        try (StartReports reports = new StartReports();
                Worker worker = new Worker(database, reports);
                TaskTable table = new TaskTable(database);
                Engine engine = new Engine(database)) {
            if (parts.contains(Part.Q4)) {
                new Starts(worker, reports, table, engine).measure(rounds, submits, Duration.ofSeconds(idleSeconds));
            }
            if (parts.contains(Part.Q6)) {
                new Turns(reports, table, engine).measure(rounds, burst, Duration.ofSeconds(seconds));
            }
        }
    }
}
