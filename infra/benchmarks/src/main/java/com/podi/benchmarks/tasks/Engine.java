package com.podi.benchmarks.tasks;

import com.podi.taskworker.queue.Claims;
import com.podi.taskworker.queue.Lanes;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.testsupport.Database;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The queue of the service in this process, without the service around it; somebody listens to its news. */
final class Engine implements AutoCloseable {

    private static final int CONNECTIONS = 8;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    Engine(Database database) {
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(database.jdbcUrl());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setMaximumPoolSize(CONNECTIONS);
        // As in the service.
        source.setConnectionInitSql("set enable_seqscan = off");
        migrate(source);
        context.registerBean(DataSource.class, () -> source);
        context.registerBean(JdbcTransactionManager.class, () -> new JdbcTransactionManager(source));
        context.registerBean(JdbcClient.class, () -> JdbcClient.create(source));
        context.registerBean(JsonMapper.class, () -> NoOp.JSON);
        context.registerBean(JdbcConnectionDetails.class, () -> new Details(database));
        context.register(Transactions.class, TaskNews.class, Lanes.class, TaskQueue.class, Claims.class);
        context.refresh();
    }

    @Configuration
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Transactions {}

    private record Details(Database database) implements JdbcConnectionDetails {

        @Override
        public String getUsername() {
            return database.user();
        }

        @Override
        public String getPassword() {
            return database.password();
        }

        @Override
        public String getJdbcUrl() {
            return database.jdbcUrl();
        }
    }

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration", "classpath:db/shared")
                .load()
                .migrate();
    }

    Claims claims() {
        return context.getBean(Claims.class);
    }

    TaskQueue queue() {
        return context.getBean(TaskQueue.class);
    }

    /**
     * Queues one of ann's tasks; written down before, as the intake does it, but without counting who waits already.
     *
     * @return nanoseconds from then until its executor was started
     */
    long timeToStart(JsonNode inputs, StartReports reports) {
        NewTask task = NoOp.task("ann", inputs);
        queue().submit(task, NoOp.NODE, Duration.ofHours(1));
        long began = System.nanoTime();
        queue().enqueue(task.taskId(), Optional.of("hold"));
        return reports.await(inputs.get(PunctualExecutor.NUMBER).asLong()) - began;
    }

    @Override
    public void close() {
        context.close();
    }
}
