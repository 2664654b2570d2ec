package com.podi.taskworker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.testsupport.Database;
import com.podi.testsupport.RealParts;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.json.JsonMapper;

class TaskQueueIT {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration EXPIRED = Duration.ofSeconds(-1);

    private static JdbcClient jdbc;
    private static TaskQueue queue;

    @BeforeAll
    static void migrate() {
        Database database = RealParts.database();
        DriverManagerDataSource source =
                new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password());
        Flyway.configure()
                .dataSource(source)
                .locations("classpath:db/migration", "classpath:db/shared")
                .load()
                .migrate();
        jdbc = JdbcClient.create(source);
        queue = new TaskQueue(jdbc, new JsonMapper());
    }

    @AfterEach
    void forget() {
        jdbc.sql("truncate tasks cascade").update();
    }

    @Test
    void aTaskIsClaimedOnlyWhenItIsQueued() {
        String pending = submit();
        assertThat(queue.claim("w", 10, LEASE)).isEmpty();

        queue.enqueue(pending, Optional.of("hold_1"));

        assertThat(queue.claim("w", 10, LEASE)).singleElement().satisfies(claimed -> {
            assertThat(claimed.task().taskId()).isEqualTo(pending);
            assertThat(claimed.task().holdId()).isEqualTo("hold_1");
            assertThat(claimed.lease().attempt()).isEqualTo(1);
        });
        assertThat(queue.claim("w", 10, LEASE)).isEmpty();
    }

    @Test
    void theFirstQueuedIsClaimedFirst() {
        String first = queued();
        String second = queued();

        assertThat(queue.positionOf(second)).isEqualTo(1);
        assertThat(queue.claim("w", 1, LEASE))
                .extracting(claimed -> claimed.task().taskId())
                .containsExactly(first);
        assertThat(queue.positionOf(second)).isZero();
    }

    @Test
    void manyWorkersNeverShareATask() throws Exception {
        IntStream.range(0, 200).forEach(number -> queued());
        Set<String> claimedOnce = ConcurrentHashMap.newKeySet();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> workers = IntStream.range(0, 8)
                .<Callable<Boolean>>mapToObj(number -> () -> {
                    boolean alone = true;
                    List<ClaimedTask> claimed;
                    do {
                        claimed = queue.claim("worker-" + number, 7, LEASE);
                        for (ClaimedTask task : claimed) {
                            alone &= claimedOnce.add(task.task().taskId());
                        }
                    } while (!claimed.isEmpty());
                    return alone;
                })
                .toList();

        for (Future<Boolean> worker : threads.invokeAll(workers)) {
            assertThat(worker.get()).isTrue();
        }
        threads.shutdown();
        // A claim may have skipped what another was just claiming; whoever comes next gets it.
        assertThat(claimedOnce.size() + queue.claim("last", 200, LEASE).size()).isEqualTo(200);
    }

    @Test
    void theResultOfTheLeaseHolderCounts() {
        Lease lease = claimOne();

        assertThat(queue.complete(lease, result())).isTrue();

        AbilityTask task = queue.find(lease.taskId()).orElseThrow();
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.progress()).isEqualTo(100);
        assertThat(task.result()).isEqualTo(result());
    }

    @Test
    void aWorkerThatLostItsTaskCannotTouchItAnyMore() {
        Lease lost = claimOne(EXPIRED);
        assertThat(queue.takeFromLostWorker(lost)).isTrue();
        Lease present = claimOne();

        assertThat(queue.complete(lost, result())).isFalse();
        assertThat(queue.fail(lost, ErrorCode.EXECUTOR_ERROR)).isFalse();
        assertThat(queue.requeue(lost, Duration.ZERO)).isFalse();
        assertThat(queue.renew(List.of(lost, present), LEASE)).containsExactly(present);
        queue.progress(lost, 99);

        AbilityTask task = queue.find(lost.taskId()).orElseThrow();
        assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(task.progress()).isZero();
        assertThat(present.attempt()).isEqualTo(2);
    }

    @Test
    void aWorkerThatRenewsKeepsItsTask() {
        Lease lease = claimOne(EXPIRED);
        assertThat(queue.abandoned(10)).hasSize(1);

        queue.renew(List.of(lease), LEASE);

        assertThat(queue.abandoned(10)).isEmpty();
        assertThat(queue.takeFromLostWorker(lease)).isFalse();
        assertThat(queue.complete(lease, result())).isTrue();
    }

    @Test
    void whatHasEndedNeverChanges() {
        Lease lease = claimOne();
        queue.fail(lease, ErrorCode.IMAGE_FORMAT);

        assertThat(queue.complete(lease, result())).isFalse();
        assertThatThrownBy(() -> jdbc.sql("update tasks set status = 'queued', finished_at = null, error = null")
                        .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("never changes");
    }

    @Test
    void progressOnlyRises() {
        Lease lease = claimOne();

        queue.progress(lease, 40);
        queue.progress(lease, 20);

        assertThat(queue.find(lease.taskId()).orElseThrow().progress()).isEqualTo(40);
    }

    @Test
    void aRequeuedTaskWaitsOutItsDelay() {
        Lease lease = claimOne();

        queue.requeue(lease, Duration.ofHours(1));
        assertThat(queue.claim("w", 1, LEASE)).isEmpty();

        jdbc.sql("update tasks set due_at = now()").update();
        assertThat(queue.claim("w", 1, LEASE)).hasSize(1);
    }

    @Test
    void anIntakeThatDiedIsFoundAndGivenUpOnce() {
        String taskId = submit();
        assertThat(queue.stuckInIntake(Duration.ofMinutes(1), 10)).isEmpty();
        assertThat(queue.stuckInIntake(Duration.ZERO, 10)).hasSize(1);

        assertThat(queue.abandonIntake(taskId, Optional.empty(), ErrorCode.SERVICE_UNAVAILABLE))
                .isTrue();

        assertThat(queue.enqueue(taskId, Optional.of("hold_1"))).isFalse();
        assertThat(queue.abandonIntake(taskId, Optional.empty(), ErrorCode.SERVICE_UNAVAILABLE))
                .isFalse();
    }

    @Test
    void aTaskIdIsTakenOnce() {
        String taskId = submit();

        assertThatThrownBy(() -> queue.submit(task(taskId))).hasMessageContaining("TASK_ID_TAKEN");
        assertThat(queue.withdraw(taskId)).isTrue();
        queue.submit(task(taskId));
        queue.enqueue(taskId, Optional.empty());
        assertThat(queue.withdraw(taskId)).isFalse();
    }

    private Lease claimOne() {
        return claimOne(LEASE);
    }

    private Lease claimOne(Duration lease) {
        if (queue.count("user", new TaskQueue.Filter(TaskStatus.QUEUED, null, null)) == 0) {
            queued();
        }
        return queue.claim("worker", 1, lease).get(0).lease();
    }

    private String queued() {
        String taskId = submit();
        queue.enqueue(taskId, Optional.of("hold_1"));
        return taskId;
    }

    private String submit() {
        String taskId = Ids.next("task");
        queue.submit(task(taskId));
        return taskId;
    }

    private static NewTask task(String taskId) {
        JsonMapper json = new JsonMapper();
        Price price = new Price("CNY", "per_image", new BigDecimal("0.10"), null, 1, new BigDecimal("0.10"), 10);
        Plan plan = new Plan(
                "podi_upscale",
                1,
                "podi",
                "upscale",
                "upscale",
                json.createObjectNode().put("scale", 2),
                List.of(),
                price,
                new Plan.Limits(60, 3, 1));
        return new NewTask(
                taskId,
                "user",
                plan,
                List.of(TaskImage.stored("image", "uploads/t/a.png", "a.png", 10)),
                json.createObjectNode(),
                Ids.next("log"),
                null);
    }

    private static TaskResult result() {
        return new TaskResult(
                List.of(new TaskResult.StoredImage("results/t/1.png", "1.png", "image/png", 20, 20, 100)), 1200);
    }
}
