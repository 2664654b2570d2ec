package com.podi.taskworker.queue;

import com.podi.taskworker.SomeTask;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionManager;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The queue on a real database, without the service around it. */
final class QueueDatabase {

    static final Duration LEASE = Duration.ofMinutes(1);
    static final Duration EXPIRED = Duration.ofSeconds(-1);

    final JdbcClient jdbc;
    final TransactionTemplate transaction;
    final TaskQueue queue;
    final Lanes lanes;
    final Tasks tasks;
    private final Claims claims;
    private final TransactionInterceptor transactions;

    QueueDatabase() {
        Database database = RealParts.database();
        HikariDataSource source = new HikariDataSource();
        source.setJdbcUrl(database.jdbcUrl());
        source.setUsername(database.user());
        source.setPassword(database.password());
        source.setMaximumPoolSize(12);
        source.setConnectionInitSql("set enable_seqscan = off");
        migrate(source);
        jdbc = JdbcClient.create(source);
        JdbcTransactionManager manager = new JdbcTransactionManager(source);
        transaction = new TransactionTemplate(manager);
        transactions =
                new TransactionInterceptor((TransactionManager) manager, new AnnotationTransactionAttributeSource());
        JsonMapper json = new JsonMapper();
        lanes = transactional(new Lanes(jdbc, json));
        tasks = transactional(new Tasks(jdbc, json));
        queue = transactional(new TaskQueue(jdbc, json, lanes));
        claims = transactional(new Claims(jdbc, json));
    }

    /** As it is in the service. */
    @SuppressWarnings("unchecked")
    private <T> T transactional(T repository) {
        ProxyFactory proxies = new ProxyFactory(repository);
        proxies.setProxyTargetClass(true);
        proxies.addAdvice(transactions);
        return (T) proxies.getProxy();
    }

    private static void migrate(DataSource source) {
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration", "classpath:db/shared")
                .load()
                .migrate();
    }

    /** @return nothing also when somebody else is claiming in the lane */
    List<ClaimedTask> claim(String lane, String worker, int limit) {
        return claim(lane, worker, limit, LEASE);
    }

    List<ClaimedTask> claim(String lane, String worker, int limit, Duration lease) {
        return claims.claim(lane, worker, limit, lease).orElse(List.of());
    }

    List<ClaimedTask> claim(int limit) {
        return claim(Lane.BUILT_IN_TOOLS, "worker", limit);
    }

    String submit(NewTask task) {
        lanes.introduce(task.plan());
        queue.submit(task, Lane.of(task.plan()).get(0).name(), Duration.ofHours(1));
        return task.taskId();
    }

    String enqueue(String taskId) {
        queue.enqueue(taskId, Optional.of("hold_1"));
        return taskId;
    }

    String queued(NewTask task) {
        return enqueue(submit(task));
    }

    String queued() {
        return queued(SomeTask.of("user", SomeTask.plan()));
    }

    AbilityTask find(String taskId) {
        return tasks.find(taskId).orElseThrow();
    }

    void forget() {
        jdbc.sql("truncate tasks, lane_turns cascade").update();
        jdbc.sql("update lanes set open = true").update();
    }
}
