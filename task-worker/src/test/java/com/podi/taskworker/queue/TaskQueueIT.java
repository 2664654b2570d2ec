package com.podi.taskworker.queue;

import static com.podi.taskworker.queue.QueueDatabase.EXPIRED;
import static com.podi.taskworker.queue.QueueDatabase.LEASE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.taskworker.SomeTask;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Soak;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataIntegrityViolationException;

class TaskQueueIT {

    private static QueueDatabase database;

    @BeforeAll
    static void migrate() {
        database = new QueueDatabase();
    }

    @AfterEach
    void forget() {
        database.forget();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "a b c", "a/bcd", "t\u00e4sk", "task\n"})
    void anIdThatFitsIntoNoPathIsRefused(String taskId) {
        assertThatThrownBy(() -> database.submit(SomeTask.of(taskId, "user", SomeTask.plan(), NewTask.Timing.AT_ONCE)))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("tasks_task_id_check");
    }

    @Test
    void theResultOfTheLeaseHolderCounts() {
        Lease lease = claimOne();

        assertThat(end(Ending.completed(lease, result()))).isTrue();

        AbilityTask task = database.find(lease.taskId());
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.progress()).isEqualTo(100);
        assertThat(task.result()).isEqualTo(result());
    }

    @Test
    void manyEndAtOnceEachInItsOwnWay() {
        List<Lease> leases = List.of(queuedAndClaimed(), queuedAndClaimed(), queuedAndClaimed());

        Map<String, AbilityTask> ended = database.queue.end(List.of(
                Ending.completed(leases.get(0), result()),
                Ending.failed(leases.get(1), ErrorCode.IMAGE_FORMAT),
                new Ending(
                        new Lease(leases.get(2).taskId(), 7, "worker"), TaskStatus.COMPLETED, result(), null, null)));

        assertThat(ended).hasSize(2);
        assertThat(ended.get(leases.get(0).taskId()).result()).isEqualTo(result());
        assertThat(ended.get(leases.get(1).taskId()).error()).isEqualTo(ErrorCode.IMAGE_FORMAT);
        assertThat(database.find(leases.get(2).taskId()).status()).isEqualTo(TaskStatus.RUNNING);
    }

    @Test
    void aWorkerThatLostItsTaskCannotTouchItAnyMore() {
        Lease lost = claimOne(EXPIRED);
        assertThat(database.queue.takeFromLostWorker(lost)).isPresent();
        Lease present = claimOne();

        assertThat(end(Ending.completed(lost, result()))).isFalse();
        assertThat(end(Ending.failed(lost, ErrorCode.EXECUTOR_ERROR))).isFalse();
        assertThat(end(Ending.canceled(lost))).isFalse();
        assertThat(database.queue.requeue(lost, Duration.ZERO, Lane.BUILT_IN_TOOLS))
                .isEmpty();
        assertThat(database.queue.giveBack(lost)).isEmpty();
        assertThat(database.queue.renew(List.of(lost, present), LEASE).held()).containsExactly(present);
        database.queue.progress(Map.of(lost, 99));

        AbilityTask task = database.find(lost.taskId());
        assertThat(task.status()).isEqualTo(TaskStatus.RUNNING);
        assertThat(task.progress()).isZero();
        assertThat(present.attempt()).isEqualTo(2);
    }

    /** The rescue, the late end, a late heartbeat and late news of a worker that was thought dead, at the same moment. */
    @Test
    void whoeverIsFirstWhenAWorkerComesBackTheTaskEndsOnce() {
        int rescued = 0;
        int rounds = Soak.count(200, 10_000);
        for (int round = 0; round < rounds; round++) {
            Lease late = claimOne(EXPIRED);
            List<Supplier<Boolean>> writes = List.of(
                    () -> database.queue.takeFromLostWorker(late).isPresent(),
                    () -> end(Ending.completed(late, result())),
                    () -> database.queue.renew(List.of(late), EXPIRED).held().isEmpty(),
                    () -> {
                        database.queue.progress(Map.of(late, 99));
                        return true;
                    });
            List<Boolean> wrote =
                    AtOnce.call(writes.size(), number -> writes.get(number).get());
            boolean taken = wrote.get(0);
            boolean endedLate = wrote.get(1);
            assertThat(taken).as("round %d", round).isNotEqualTo(endedLate);
            if (taken) {
                rescued++;
                Lease present = database.claim(1).get(0).lease();
                assertThat(present.attempt()).isEqualTo(late.attempt() + 1);
                assertThat(end(Ending.failed(present, ErrorCode.IMAGE_FORMAT))).isTrue();
            }
            AbilityTask before = database.find(late.taskId());
            assertThat(end(Ending.canceled(late))).isFalse();
            database.queue.progress(Map.of(late, 100));
            assertThat(database.queue.giveBack(late)).isEmpty();
            assertThat(database.find(late.taskId())).isEqualTo(before);
            assertThat(before.hasEnded()).isTrue();
        }
        System.out.printf("rescued first: %d of %d%n", rescued, rounds);
    }

    @Test
    void aWorkerThatRenewsKeepsItsTask() {
        Lease lease = claimOne(EXPIRED);
        assertThat(abandoned()).hasSize(1);

        database.queue.renew(List.of(lease), LEASE);

        assertThat(abandoned()).isEmpty();
        assertThat(database.queue.takeFromLostWorker(lease)).isEmpty();
        assertThat(end(Ending.completed(lease, result()))).isTrue();
    }

    @Test
    void whatHasEndedNeverChanges() {
        Lease lease = claimOne();
        end(Ending.failed(lease, ErrorCode.IMAGE_FORMAT));

        assertThat(end(Ending.completed(lease, result()))).isFalse();
        assertThat(database.queue.requestCancel(lease.taskId())).isFalse();
        assertThat(database.queue.cancelWaiting(lease.taskId())).isEmpty();
        assertThatThrownBy(() -> database.jdbc
                        .sql("update tasks set status = 'queued', finished_at = null, error = null")
                        .update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("never changes");
    }

    @Test
    void progressOnlyRises() {
        Lease lease = claimOne();

        assertThat(database.queue.progress(Map.of(lease, 40))).containsExactly(lease);
        assertThat(database.queue.progress(Map.of(lease, 20))).isEmpty();

        assertThat(database.find(lease.taskId()).progress()).isEqualTo(40);
    }

    @Test
    void progressOfManyIsWrittenAtOnceAndWaitsForNobody() {
        Lease first = claimOne();
        Lease second = claimOne();
        Lease unknown = new Lease("task_unknown", 1, "worker_unknown");

        Set<Lease> whileAnotherWrites = database.transaction.execute(status -> {
            database.jdbc
                    .sql("update tasks set priority = priority where task_id = ?")
                    .param(first.taskId())
                    .update();
            return AtOnce.call(1, number -> database.queue.progress(Map.of(first, 30, second, 60, unknown, 90)))
                    .get(0);
        });

        assertThat(whileAnotherWrites).containsExactly(second);
        assertThat(database.queue.progress(Map.of(first, 30))).containsExactly(first);
        assertThat(database.find(second.taskId()).progress()).isEqualTo(60);
    }

    @Test
    void aRequeuedTaskWaitsOutItsDelay() {
        Lease lease = claimOne();

        database.queue.requeue(lease, Duration.ofHours(1), Lane.BUILT_IN_TOOLS);
        assertThat(database.claim(1)).isEmpty();

        database.jdbc.sql("update tasks set due_at = now()").update();
        assertThat(database.claim(1)).hasSize(1);
    }

    @Test
    void aTaskStartsNotBeforeItsTime() {
        Instant later = Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.MILLIS);
        String taskId = database.queued(
                SomeTask.of(Ids.next("task"), "user", SomeTask.plan(), new NewTask.Timing(0, later, null)));

        assertThat(database.claim(1)).isEmpty();
        assertThat(database.find(taskId).dueAt()).isEqualTo(later);
    }

    @Test
    void whatAStoppingWorkerGivesBackCostsNoAttempt() {
        for (int restart = 0; restart < 5; restart++) {
            Lease lease = claimOne();
            assertThat(database.queue.giveBack(lease)).isPresent();
        }
        AbilityTask task = database.claim(1).get(0).task();

        assertThat(task.attempt()).isEqualTo(6);
        assertThat(task.mayStartAgain()).isTrue();
    }

    @Test
    void aLostWorkerCostsNoAttemptButNotForEver() {
        String taskId = database.queued();
        for (int loss = 0; loss < 5; loss++) {
            assertThat(database.find(taskId).hasLostTooManyWorkers()).isFalse();
            database.jdbc.sql("update tasks set due_at = now()").update();
            database.queue.takeFromLostWorker(claimOne(EXPIRED));
            assertThat(database.claim(1)).as("at once only the first time").hasSize(loss == 0 ? 1 : 0);
            if (loss == 0) {
                database.queue.giveBack(new Lease(taskId, 2, "worker"));
            }
        }

        assertThat(database.find(taskId).hasLostTooManyWorkers()).isTrue();
        assertThat(database.find(taskId).mayStartAgain()).isTrue();
    }

    @Test
    void whatWaitsIsCanceledAtOnce() {
        String taskId = database.queued();

        assertThat(database.queue.cancelWaiting(taskId)).isPresent();

        assertThat(database.find(taskId).status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(database.claim(1)).isEmpty();
    }

    @Test
    void whatRunsIsCanceledWhateverComesOutOfIt() {
        Lease lease = claimOne();
        assertThat(database.queue.cancelWaiting(lease.taskId())).isEmpty();

        assertThat(database.queue.requestCancel(lease.taskId())).isTrue();
        assertThat(database.queue.renew(List.of(lease), LEASE).cancelRequested())
                .containsExactly(lease);
        assertThat(end(Ending.completed(lease, result()))).isTrue();

        AbilityTask task = database.find(lease.taskId());
        assertThat(task.status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(task.result()).isNull();
    }

    @Test
    void whatIsToBeCanceledNeverGoesBackToTheQueue() {
        Lease lease = claimOne(EXPIRED);
        database.queue.requestCancel(lease.taskId());

        assertThat(database.queue.requeue(lease, Duration.ZERO, Lane.BUILT_IN_TOOLS))
                .isEmpty();
        assertThat(database.queue.giveBack(lease)).isEmpty();
        assertThat(database.queue.takeFromLostWorker(lease)).isEmpty();
        assertThat(end(Ending.canceled(lease))).isTrue();
        assertThat(database.find(lease.taskId()).status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void aTaskPastItsDeadlineIsFoundInEveryState() {
        NewTask.Timing alreadyOver = new NewTask.Timing(0, null, Duration.ofMillis(-1));
        String pending = database.submit(SomeTask.of(Ids.next("task"), "user", SomeTask.plan(), alreadyOver));
        String queued = database.queued(SomeTask.of(Ids.next("task"), "user", SomeTask.plan(), alreadyOver));
        database.queued();

        assertThat(database.queue.pastDeadline(10))
                .extracting(AbilityTask::taskId)
                .containsExactlyInAnyOrder(pending, queued);
    }

    @Test
    void aRunningTaskThatOutlivesItselfHasFailedAndOneThatItsOwnerGaveTimeIsCanceled() {
        database.queued();
        database.queued(SomeTask.of(
                Ids.next("task"), "user", SomeTask.plan(), new NewTask.Timing(0, null, Duration.ofHours(1))));

        List<AbilityTask> ended = database.claim(2).stream()
                .map(claimed -> {
                    String taskId = claimed.lease().taskId();
                    database.jdbc
                            .sql("update tasks set deadline_at = now() - interval '1 second' where task_id = ?")
                            .param(taskId)
                            .update();
                    database.queue.requestCancel(taskId);
                    assertThat(end(Ending.canceled(claimed.lease()))).isTrue();
                    return database.find(taskId);
                })
                .toList();

        assertThat(ended)
                .extracting(AbilityTask::status, AbilityTask::error)
                .containsExactlyInAnyOrder(
                        tuple(TaskStatus.FAILED, ErrorCode.EXECUTOR_TIMEOUT), tuple(TaskStatus.CANCELED, null));
    }

    @Test
    void anIntakeThatDiedIsFoundAndGivenUpOnce() {
        String taskId = submit();
        assertThat(database.queue.stuckInIntake(Duration.ofMinutes(1), 10)).isEmpty();
        assertThat(database.queue.stuckInIntake(Duration.ZERO, 10)).hasSize(1);

        assertThat(abandonIntake(taskId)).isPresent();

        assertThat(database.queue.enqueue(taskId, Optional.of("hold_1"))).isEmpty();
        assertThat(abandonIntake(taskId)).isEmpty();
    }

    @Test
    void aTaskIdIsTakenOnceExceptByTheSameCall() {
        NewTask first = SomeTask.of("user", SomeTask.plan());
        database.submit(first);

        assertThat(database.queue.submit(first, Lane.BUILT_IN_TOOLS, Duration.ZERO))
                .isFalse();
        assertThatThrownBy(() ->
                        database.submit(SomeTask.of(first.taskId(), "user", SomeTask.plan(), NewTask.Timing.AT_ONCE)))
                .hasMessageContaining("TASK_ID_TAKEN");
    }

    @Test
    void onlyWhatWasNeverQueuedIsTakenBack() {
        String taskId = submit();
        assertThat(database.queue.withdraw(taskId)).isTrue();
        String queued = database.queued();
        assertThat(database.queue.withdraw(queued)).isFalse();
    }

    private static boolean end(Ending ending) {
        return !database.queue.end(List.of(ending)).isEmpty();
    }

    private static Optional<AbilityTask> abandonIntake(String taskId) {
        return database.queue.abandonIntake(taskId, Optional.empty(), ErrorCode.SERVICE_UNAVAILABLE);
    }

    private static List<ClaimedTask> abandoned() {
        return database.queue.abandoned(10);
    }

    private static String submit() {
        return database.submit(SomeTask.of("user", SomeTask.plan()));
    }

    private static Lease queuedAndClaimed() {
        database.queued();
        return database.claim(1).get(0).lease();
    }

    private static Lease claimOne() {
        return claimOne(LEASE);
    }

    /** Of what waits already, if there is something. */
    private static Lease claimOne(Duration lease) {
        if (database.tasks.count("user", new Tasks.Filter(TaskStatus.QUEUED, null, null, null, null, null)) == 0) {
            database.queued();
        }
        return database.claim(Lane.BUILT_IN_TOOLS, "worker", 1, lease).get(0).lease();
    }

    private static TaskResult result() {
        return new TaskResult(
                List.of(new TaskResult.StoredImage("results/t/1.png", "1.png", "image/png", 20, 20, 100)), 1200);
    }
}
