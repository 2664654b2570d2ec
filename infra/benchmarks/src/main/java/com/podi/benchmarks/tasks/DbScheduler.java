package com.podi.benchmarks.tasks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.podi.benchmarks.Pause;
import com.podi.testsupport.Database;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * What we compare with: its own table and indices, executions locked and fetched many at once, and a task that does
 * nothing. It deletes each execution when it has ended.
 */
final class DbScheduler implements AutoCloseable {

    private static final String TASK = "noop";
    private static final double FETCH_BELOW = 0.5;
    private static final double FETCH_UP_TO = 4.0;

    /** As its documentation has it, without the index for priorities, which are off. */
    private static final String TABLE = """
            create table if not exists scheduled_tasks (
                task_name text not null,
                task_instance text not null,
                task_data bytea,
                execution_time timestamp with time zone not null,
                picked boolean not null,
                picked_by text,
                last_success timestamp with time zone,
                last_failure timestamp with time zone,
                consecutive_failures int,
                last_heartbeat timestamp with time zone,
                version bigint not null,
                priority smallint,
                primary key (task_name, task_instance)
            );
            create index if not exists execution_time_idx on scheduled_tasks (execution_time);
            create index if not exists last_heartbeat_idx on scheduled_tasks (last_heartbeat);
            """;

    private final TaskTable table;
    private final int threads;
    private final HikariDataSource source = new HikariDataSource();

    DbScheduler(Database database, TaskTable table, int threads) {
        this.table = table;
        this.threads = threads;
        table.execute(TABLE + "grant all on scheduled_tasks to \"%s\"".formatted(database.user()));
        source.setJdbcUrl(database.jdbcUrl());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setMaximumPoolSize(threads);
    }

    void fill(int executions) {
        table.execute("truncate scheduled_tasks");
        table.execute("checkpoint");
        table.execute("""
                insert into scheduled_tasks (task_name, task_instance, execution_time, picked, version)
                select '%s', 'instance-' || n, now() - interval '1 minute', false, 1 from generate_series(1, %d) n
                """.formatted(TASK, executions));
        table.execute("analyze scheduled_tasks");
    }

    /** Until the last execution is gone from the table. */
    void run(int executions) {
        CountDownLatch executed = new CountDownLatch(executions);
        OneTimeTask<Void> noop = Tasks.oneTime(TASK).execute((instance, context) -> executed.countDown());
        Scheduler scheduler = Scheduler.create(source, noop)
                .schedulerName(new SchedulerName.Fixed("bench"))
                .threads(threads)
                .pollUsingLockAndFetch(FETCH_BELOW, FETCH_UP_TO)
                .pollingInterval(Duration.ofMillis(100))
                .build();
        scheduler.start();
        try {
            executed.await();
            while (table.value("select exists (select from scheduled_tasks)").equals("t")) {
                Pause.ms(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            scheduler.stop();
        }
    }

    @Override
    public void close() {
        source.close();
    }
}
