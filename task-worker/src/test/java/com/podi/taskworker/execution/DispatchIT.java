package com.podi.taskworker.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.verify;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.ability.Price;
import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.event.AttemptFailed;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.ExecutorChanged;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.Topics;
import com.podi.starter.event.Events;
import com.podi.starter.id.Ids;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Claims;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.Lanes;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import com.podi.testsupport.Alerts;
import com.podi.testsupport.Api;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.Soak;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import tools.jackson.databind.json.JsonMapper;

/** The dispatcher at work, with an executor that does as it is told. */
@ServiceIT
@TestPropertySource(
        properties = {"podi.task-worker.lease=PT3S", "podi.task-worker.grace=PT0.5S", "podi.task-worker.max-workers=4"})
class DispatchIT {

    private static final Plan.Limits PATIENT = new Plan.Limits(60, 3, 1, null);

    @Autowired
    private TaskQueue queue;

    @Autowired
    private Claims claims;

    @Autowired
    private Tasks tasks;

    @Autowired
    private Lanes lanes;

    @Autowired
    private TaskNews news;

    @MockitoSpyBean
    private Events events;

    @LocalServerPort
    private int port;

    @Autowired
    private QueueMetrics metrics;

    @Autowired
    private TaskFinisher finisher;

    @Autowired
    private TaskDispatcher dispatcher;

    @Autowired
    private RunningTasks running;

    @Autowired
    private WorkerSlots slots;

    @Autowired
    private TaskJournal journal;

    @Autowired
    private ExecutorDouble executor;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JsonMapper json;

    @AfterEach
    void endEverything() {
        if (!dispatcher.isRunning()) {
            dispatcher.start();
        }
        jdbc.sql("select task_id from tasks where status in ('queued', 'running')")
                .query(String.class)
                .list()
                .forEach(taskId -> {
                    finisher.cancelWaiting(taskId);
                    queue.requestCancel(taskId);
                });
        await().until(() -> {
            executor.release();
            return running.count() == 0;
        });
        assertThat(slots.free()).isEqualTo(4);
    }

    @Test
    void aQueuedTaskIsRunToItsEnd() {
        String taskId = queued(plan("work", "node-1", 1));

        await().until(() -> find(taskId).status() == TaskStatus.COMPLETED);

        assertThat(messages(taskId)).containsExactly(JournalMessage.STARTED, JournalMessage.COMPLETED);
        assertThat(find(taskId).executorId()).isEqualTo("node-1");
    }

    @Test
    void anExecutorThatHangsDelaysNobodyElse() {
        IntStream.range(0, 40).forEach(number -> queued(plan("hang", "stuck", 30)));
        await().until(() -> executor.hanging.get() == 30);

        List<Duration> latencies = new ArrayList<>();
        for (int number = 0; number < 20; number++) {
            String taskId = queued(plan("work", "quick", 2));
            await().pollInterval(Duration.ofMillis(10)).until(() -> find(taskId).status() == TaskStatus.COMPLETED);
            AbilityTask task = find(taskId);
            latencies.add(Duration.between(task.queuedAt(), task.startedAt()));
        }

        latencies.sort(Duration::compareTo);
        // Fallen back on the slow look at what is due, each would have waited half a second.
        assertThat(latencies.get(10)).isLessThan(Duration.ofMillis(250));
        assertThat(executor.hanging.get()).isEqualTo(30);
    }

    @Test
    void anExecutorIsNeverGivenMoreThanItCanDoAtOnce() {
        executor.mostAtWork.set(0);
        List<String> all = IntStream.range(0, 30)
                .mapToObj(number -> queued(plan("work", "small", 3)))
                .toList();

        await().until(() -> all.stream().allMatch(taskId -> find(taskId).hasEnded()));

        assertThat(executor.mostAtWork.get()).isBetween(2, 3);
    }

    /** Four at once, since each lends its slot as soon as it waits; not four at each look, once a second. */
    @Test
    void whoWaitsForOthersMakesRoomAtOnce() {
        int tasks = 60;
        dispatcher.stop();
        IntStream.range(0, tasks).forEach(number -> queued(plan("hang", "node-1", tasks)));

        dispatcher.start();

        await().atMost(Duration.ofSeconds(8)).until(() -> executor.hanging.get() == tasks);
    }

    @Test
    void lanesThatHangLeaveEveryOtherItsFirstFew() {
        for (String lane : List.of("node-1", "node-2", "node-3", "node-4")) {
            IntStream.range(0, 70).forEach(number -> queued(plan("hang", lane, 70)));
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> executor.hanging.get() >= 4 * 64);

        String other = queued(plan("work", "node-5", 70));

        await().until(() -> find(other).status() == TaskStatus.COMPLETED);
    }

    @Test
    void aFreedPlaceIsToldToOtherReplicasWhereThereAreOnlySoMany() throws Exception {
        Semaphore told = new Semaphore(0);
        try (TaskNews.Subscription other = news.whenQueued(told::release)) {
            String taskId = queued(plan("hang", "node-1", 1));
            await().until(() -> executor.hanging.get() == 1);
            told.drainPermits();

            executor.release();

            assertThat(told.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
            assertThat(find(taskId).status()).isEqualTo(TaskStatus.COMPLETED);
        }
    }

    @Test
    void whatCanSucceedLaterIsTriedAgainElsewhereAndNotForEver() {
        Plan plan = SomeTask.plan(
                "lost", "double", "lose-node", PATIENT, SomeTask.executor("first", 1), SomeTask.executor("second", 1));
        String taskId = queued(plan);

        await().until(() -> find(taskId).attempt() == 1 && find(taskId).status() == TaskStatus.QUEUED);
        assertThat(find(taskId).lane()).isEqualTo("second");
        jdbc.sql("update tasks set due_at = now() where task_id = ?")
                .param(taskId)
                .update();
        await().until(() -> find(taskId).attempt() == 2 && find(taskId).status() == TaskStatus.QUEUED);
        assertThat(find(taskId).lane()).isEqualTo("first");
        jdbc.sql("update tasks set due_at = now() where task_id = ?")
                .param(taskId)
                .update();

        await().until(() -> find(taskId).hasEnded());
        assertThat(find(taskId).error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(find(taskId).attempt()).isEqualTo(3);
        assertThat(failedAttempts(taskId)).containsExactly("1 first", "2 second", "3 first");
    }

    @ParameterizedTest
    @CsvSource({"refuse, IMAGE_FORMAT", "refuse-input, EXECUTOR_ERROR"})
    void wrongInputIsNeverTriedAgainNorHeldAgainstTheExecutor(String way, ErrorCode error) {
        String taskId = queued(plan(way, "node-1", 1));

        await().until(() -> find(taskId).hasEnded());

        assertThat(find(taskId).error()).isEqualTo(error);
        assertThat(find(taskId).attempt()).isEqualTo(1);
        assertThat(failedAttempts(taskId)).isEmpty();
    }

    /** Whatever a call is paid by; what the log says must be what the wallet was told. */
    @ParameterizedTest
    @CsvSource({"work, completed, 1, 20", "refuse, failed, 0, 0"})
    void onlyWhatHasCompletedIsSaidToHaveCostPoints(String way, String status, int units, long points) {
        Plan perImage = plan(way, "node-1", 1, new Plan.Limits(60, 1, 1, null));
        Price perCall = new Price("CNY", "per_call", new BigDecimal("0.20"), null, 1, new BigDecimal("0.20"), 20);
        String taskId = queued(new Plan(
                perImage.abilityId(),
                1,
                perImage.provider(),
                perImage.action(),
                perImage.capabilityKey(),
                perImage.inputs(),
                perImage.candidates(),
                perCall,
                perImage.limits()));

        await().until(() -> find(taskId).hasEnded());

        verify(events)
                .publish(argThat(event -> event instanceof InvocationFinished call
                        && call.taskId().equals(taskId)
                        && call.status().equals(status)
                        && call.units() == units
                        && call.points() == points));
    }

    @Test
    void fewerPicturesThanOrderedCostFewerPoints() {
        dispatcher.stop();
        Plan one = plan("work", "node-1", 1);
        Price ofFour = new Price("CNY", "per_image", new BigDecimal("0.10"), null, 4, new BigDecimal("0.40"), 40);
        String taskId = queued(
                new Plan(
                        one.abilityId(),
                        1,
                        one.provider(),
                        one.action(),
                        one.capabilityKey(),
                        one.inputs(),
                        one.candidates(),
                        ofFour,
                        one.limits()),
                null,
                Optional.of("hold_" + UUID.randomUUID()));
        ClaimedTask claimed = claims.claim("node-1", "another", 1, Duration.ofMinutes(1))
                .orElseThrow()
                .get(0);
        TaskResult.StoredImage picture =
                new TaskResult.StoredImage("results/t/1.png", "1.png", "image/png", 20, 20, 100);

        finisher.end(claimed.task(), Ending.completed(claimed.lease(), new TaskResult(List.of(picture), 1)));

        assertThat(jdbc.sql("select decision || ' ' || points from settlements where task_id = ?")
                        .param(taskId)
                        .query(String.class)
                        .single())
                .isEqualTo("CONFIRM 10");
    }

    @Test
    void aBugOfAnExecutorFailsItsAttemptOnly() {
        String taskId = queued(plan("break", "node-1", 1, new Plan.Limits(60, 1, 1, null)));

        await().until(() -> find(taskId).hasEnded());

        assertThat(find(taskId).error()).isEqualTo(ErrorCode.INTERNAL);
        assertThat(failedAttempts(taskId)).isEmpty();
    }

    @Test
    void aRunningTaskThatIsCanceledStopsAtOnce() {
        String taskId = queued(plan("hang", "node-1", 1));
        await().until(() -> executor.hanging.get() == 1);
        int before = executor.interrupted.get();

        queue.requestCancel(taskId);

        await().atMost(Duration.ofSeconds(2)).until(() -> find(taskId).status() == TaskStatus.CANCELED);
        assertThat(executor.interrupted.get()).isEqualTo(before + 1);
        String next = queued(plan("work", "node-1", 1));
        await().until(() -> find(next).status() == TaskStatus.COMPLETED);
    }

    @Test
    void aTaskWhoseExecutorIgnoresTheCancelEndsAllTheSame() {
        String taskId = queued(plan("ignore-interrupts", "node-1", 1));
        await().until(() -> executor.calls("ignore-interrupts") > 0);

        queue.requestCancel(taskId);

        await().atMost(Duration.ofSeconds(12)).until(() -> find(taskId).status() == TaskStatus.CANCELED);
    }

    @Test
    void anAttemptThatTakesTooLongIsStopped() {
        String taskId = queued(plan("hang", "node-1", 1, new Plan.Limits(1, 1, 1, null)));

        await().until(() -> find(taskId).hasEnded());

        assertThat(find(taskId).error()).isEqualTo(ErrorCode.EXECUTOR_TIMEOUT);
        assertThat(executor.hanging.get()).isZero();
        assertThat(failedAttempts(taskId)).containsExactly("1 node-1");
        AttemptFailed told = toldOf(taskId).findFirst().orElseThrow();
        assertThat(Duration.between(told.begunAt(), told.failedAt()))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
    }

    /** Ten minutes of it in the soak. */
    @Test
    void aTaskThatTakesMuchLongerThanItsLeaseStaysWithItsWorker() {
        Duration leases = Soak.isOn() ? Duration.ofMinutes(10) : Duration.ofSeconds(7);
        String taskId = queued(plan("hang", "node-1", 1, new Plan.Limits(900, 3, 1, null)));
        await().until(() -> executor.hanging.get() == 1);

        await().during(leases)
                .atMost(leases.plusSeconds(5))
                .until(() -> find(taskId).status() == TaskStatus.RUNNING
                        && find(taskId).attempt() == 1);

        executor.release();
        await().until(() -> find(taskId).status() == TaskStatus.COMPLETED);
    }

    @Test
    void aTaskEndsAtItsDeadlineWhetherItRunsOrWaits() {
        Duration soon = Duration.ofSeconds(1);
        String runs = queued(plan("hang", "node-1", 1), soon);
        String waits = queued(plan("hang", "node-1", 1), soon);

        await().until(() -> find(runs).hasEnded() && find(waits).hasEnded());

        assertThat(find(runs).status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(find(waits).status()).isEqualTo(TaskStatus.CANCELED);
    }

    @Test
    void aStoppingReplicaGivesBackWhatItCannotFinish() {
        String taskId = queued(plan("hang", "node-1", 1));
        await().until(() -> executor.hanging.get() == 1);

        dispatcher.stop();

        assertThat(find(taskId).status()).isEqualTo(TaskStatus.QUEUED);
        assertThat(messages(taskId)).endsWith(JournalMessage.GIVEN_BACK);
        String later = queued(plan("work", "node-2", 1));
        dispatcher.start();
        await().until(() -> find(later).hasEnded() && executor.hanging.get() == 1);
        assertThat(find(taskId).attempt()).isEqualTo(2);
        assertThat(find(taskId).forgiven()).isEqualTo(1);
    }

    @Test
    void tasksMoveOnWhenTheirExecutorGoes() {
        queued(SomeTask.plan("a", "double", "hang", PATIENT, SomeTask.executor("leaving", 1)));
        await().until(() -> executor.hanging.get() == 1);
        Plan plan = SomeTask.plan(
                "a", "double", "work", PATIENT, SomeTask.executor("leaving", 1), SomeTask.executor("staying", 1));
        String taskId = queued(plan);
        assertThat(find(taskId).lane()).isEqualTo("leaving");

        tell(new ExecutorChanged("leaving", false, null));

        await().until(() -> find(taskId).status() == TaskStatus.COMPLETED);
        assertThat(find(taskId).executorId()).isEqualTo("staying");
        tell(new ExecutorChanged("leaving", true, 2));
        String again = queued(SomeTask.plan("a", "double", "work", PATIENT, SomeTask.executor("leaving", 2)));
        await().until(() -> find(again).status() == TaskStatus.COMPLETED);
    }

    @Test
    void theWorkOfALostWorkerIsTakenOver() {
        String taskId = queued(plan("hang", "node-1", 1));
        await().until(() -> executor.hanging.get() == 1);

        // As if this replica had been gone for a while.
        jdbc.sql("update tasks set worker = 'gone', lease_until = now() - interval '1 second' where task_id = ?")
                .param(taskId)
                .update();

        await().until(() -> find(taskId).attempt() == 2 && executor.hanging.get() == 1);
        assertThat(messages(taskId)).contains(JournalMessage.TAKEN_OVER);
        executor.release();
        await().until(() -> find(taskId).status() == TaskStatus.COMPLETED);
    }

    @Test
    void everyAlertAsksForAFigureThatIsThere() {
        queued(plan("hang", "node-1", 1));
        await().until(() -> executor.hanging.get() == 1);
        metrics.look();
        List<String> wanted = Alerts.figuresOf("task-alerts.yaml");
        assertThat(wanted).hasSizeGreaterThan(3);

        await().untilAsserted(() -> assertThat(
                        Api.onPort(port).get("/actuator/prometheus").response().body())
                .contains(wanted));
    }

    /** Those of the task that were told of, each with its executor. */
    private List<String> failedAttempts(String taskId) {
        return toldOf(taskId)
                .map(failed -> failed.attempt() + " " + failed.executorId())
                .toList();
    }

    private Stream<AttemptFailed> toldOf(String taskId) {
        return mockingDetails(events).getInvocations().stream()
                .map(invocation -> invocation.getArguments().length == 0 ? null : invocation.getArgument(0))
                .filter(event -> event instanceof AttemptFailed)
                .map(AttemptFailed.class::cast)
                .filter(failed -> failed.taskId().equals(taskId));
    }

    private void tell(ExecutorChanged change) {
        EventEnvelope event = new EventEnvelope(
                Ids.next("evt"),
                change.type(),
                change.version(),
                Instant.now(),
                change.aggregateId(),
                json.valueToTree(change));
        kafka.send(Topics.EXECUTOR, change.aggregateId(), json.writeValueAsString(event));
    }

    private String queued(Plan plan) {
        return queued(plan, null);
    }

    private String queued(Plan plan, Duration cancelAfter) {
        return queued(plan, cancelAfter, Optional.empty());
    }

    private String queued(Plan plan, Duration cancelAfter, Optional<String> hold) {
        lanes.introduce(plan);
        NewTask task = SomeTask.of(Ids.next("task"), "user", plan, new NewTask.Timing(0, null, cancelAfter));
        queue.submit(task, plan.candidates().get(0).executorId(), Duration.ZERO);
        queue.enqueue(task.taskId(), hold);
        return task.taskId();
    }

    private AbilityTask find(String taskId) {
        return tasks.find(taskId).orElseThrow();
    }

    private List<JournalMessage> messages(String taskId) {
        return journal.of(taskId).stream().map(entry -> entry.message()).toList();
    }

    private static Plan plan(String capability, String executor, int maxConcurrency) {
        return plan(capability, executor, maxConcurrency, PATIENT);
    }

    private static Plan plan(String capability, String executor, int maxConcurrency, Plan.Limits limits) {
        return SomeTask.plan("a", "double", capability, limits, SomeTask.executor(executor, maxConcurrency));
    }
}
