package com.podi.taskworker.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.taskworker.MediaDouble;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.journal.JournalEntry;
import com.podi.taskworker.journal.JournalMessage;
import com.podi.taskworker.journal.TaskJournal;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.Lanes;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskNews;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult.StoredImage;
import com.podi.taskworker.queue.TaskStatus;
import com.podi.taskworker.queue.Tasks;
import com.podi.testsupport.ServiceIT;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/**
 * What every executor owes its tasks, shown with real tasks in a real queue: whoever adds a provider extends this and says
 * how that provider is brought to succeed, to be slow and to fail.
 */
@ServiceIT
@TestPropertySource(
        properties = {
            "podi.task-worker.lease=PT3S",
            "podi.task-worker.retry-delay=PT0.3S",
            "PODI_EGRESS_ALLOW=127.0.0.0/8"
        })
public abstract class ExecutorContract {

    protected static final MediaDouble MEDIA = media();

    private static final Duration LONG_AGO = Duration.ofMinutes(1);
    /** A task's progress before its executor has said anything. */
    private static final int PICTURES_FETCHED = 10;

    @Autowired
    protected TaskQueue queue;

    @Autowired
    protected Tasks tasks;

    @Autowired
    private Lanes lanes;

    @Autowired
    private TaskNews news;

    @Autowired
    private TaskJournal journal;

    @Autowired
    private JdbcClient jdbc;

    /** A call with the keys of its pictures. */
    public record Call(Plan plan, List<String> pictures) {

        Call within(Duration timeout) {
            Plan.Limits limits =
                    new Plan.Limits((int) timeout.toSeconds(), 1, plan.limits().maxOutputs(), null);
            return new Call(
                    new Plan(
                            plan.abilityId(),
                            plan.version(),
                            plan.provider(),
                            plan.action(),
                            plan.capabilityKey(),
                            plan.inputs(),
                            plan.candidates(),
                            plan.price(),
                            limits,
                            plan.policy(),
                            plan.workflow(),
                            plan.upstream()),
                    pictures);
        }
    }

    /** How a call fails, and after how many attempts. */
    public record Failing(Call call, ErrorCode error, int attempts) {}

    /** Produces one picture, of this many pixels. */
    protected abstract Call one();

    protected abstract int width();

    protected abstract int height();

    /** Produces three pictures, of ascending width; null of who never produces more than one. */
    protected abstract @Nullable Call three();

    /** Is at work until {@link #release}, or for some seconds where it cannot be held up. */
    protected abstract Call slow();

    protected abstract void release();

    /** How often work was begun where it is done, for all tasks of a test together. */
    protected abstract int begun();

    /** How much is still at work. */
    protected abstract int atWork();

    /** Whether an attempt goes on with what an earlier one has begun. */
    protected abstract boolean findsItsWorkAgain();

    /** Whether it can say anything between the beginning and the end; the one answer of a provider is both. */
    protected boolean tellsHowFarItIs() {
        return true;
    }

    /** Its input cannot be worked on. */
    protected abstract Failing callersFault();

    /** It cannot be done, whoever asks. */
    protected abstract Failing executorsFault();

    /** Comes to something that is not what it should be, the first time only. */
    protected abstract Call brokenOnce();

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) {
        MEDIA.standIn(registry);
    }

    private static MediaDouble media() {
        try {
            return new MediaDouble();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterEach
    void endEverything() {
        release();
        jdbc.sql("select task_id from tasks where status in ('queued', 'running')")
                .query(String.class)
                .list()
                .forEach(taskId -> {
                    jdbc.sql(
                                    "update tasks set due_at = now() + interval '1 hour' where task_id = ? and status = 'queued'")
                            .param(taskId)
                            .update();
                    queue.cancelWaiting(taskId);
                    queue.requestCancel(taskId);
                });
        await().atMost(Duration.ofSeconds(20)).until(() -> running() == 0);
    }

    @Test
    void whatIsProducedIsStoredAndMeasuredBeforeTheTaskHasCompleted() {
        AbilityTask task = ended(queued(one()));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.result().images()).singleElement().satisfies(image -> {
            assertThat(image.width()).isEqualTo(width());
            assertThat(image.height()).isEqualTo(height());
            assertThat(MEDIA.resultsOf(task.taskId())).containsOnlyKeys(image.objectKey());
        });
    }

    @Test
    void severalOutputsKeepTheirOrder() {
        Call three = three();
        assumeThat(three).isNotNull();
        AbilityTask task = ended(queued(three));

        assertThat(task.result().images())
                .hasSize(3)
                .extracting(StoredImage::width)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(MEDIA.resultsOf(task.taskId())).hasSize(3);
    }

    @Test
    void progressRisesToAHundred() {
        List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
        NewTask task = task(one());
        try (TaskNews.Subscription watching = news.whenChanged(
                task.taskId(),
                () -> tasks.find(task.taskId()).ifPresent(row -> seen.add(row.progress())),
                Runnable::run)) {
            queue(task);

            ended(task.taskId());
            await().until(() -> !seen.isEmpty() && seen.get(seen.size() - 1) == 100);
        }
        assertThat(seen).isSorted();
    }

    /** Somebody watches, and sees more than that it has begun and that it is over. */
    @Test
    void progressIsToldWhileItWorks() {
        assumeThat(tellsHowFarItIs()).isTrue();

        String taskId = queued(slow());

        await().atMost(Duration.ofSeconds(20))
                .until(() -> find(taskId).progress() > PICTURES_FETCHED
                        && find(taskId).progress() < 100);
        assertThat(find(taskId).status()).isEqualTo(TaskStatus.RUNNING);
        release();
        assertThat(ended(taskId).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    @Test
    void aCanceledTaskEndsAndItsWorkToo() {
        String taskId = queued(slow());
        await().until(() -> atWork() == 1);

        queue.requestCancel(taskId);

        assertThat(ended(taskId).status()).isEqualTo(TaskStatus.CANCELED);
        await().atMost(Duration.ofSeconds(20)).until(() -> atWork() == 0);
        assertThat(MEDIA.resultsOf(taskId)).isEmpty();
    }

    @Test
    void whatTakesTooLongIsStopped() {
        AbilityTask task = ended(queued(slow().within(Duration.ofSeconds(1))));

        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_TIMEOUT);
        await().atMost(Duration.ofSeconds(20)).until(() -> atWork() == 0);
    }

    @Test
    void whatTheCallerDidWrongIsSaidAndNotTriedAgain() {
        failsAs(callersFault());
    }

    @Test
    void whatTheExecutorCannotDoIsSaid() {
        failsAs(executorsFault());
    }

    private void failsAs(Failing failing) {
        AbilityTask task = ended(queued(failing.call()));

        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error()).isEqualTo(failing.error());
        assertThat(task.attempt()).isEqualTo(failing.attempts());
        assertThat(MEDIA.resultsOf(task.taskId())).isEmpty();
    }

    @Test
    void aBrokenOutputIsNeverAResult() {
        AbilityTask task = ended(queued(brokenOnce()));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(task.result().images()).singleElement().satisfies(image -> assertThat(image.width())
                .isPositive());
        assertThat(MEDIA.resultsOf(task.taskId())).hasSize(1);
        assertThat(messages(task.taskId())).contains(JournalMessage.WILL_RETRY);
    }

    @Test
    void theWorkOfALostWorkerYieldsOnce() {
        int before = begun();
        String taskId = queued(slow());
        await().until(() -> atWork() == 1);

        // As if this replica had been gone for a while.
        jdbc.sql("update tasks set worker = 'gone', lease_until = now() - make_interval(secs => ?) where task_id = ?")
                .params(LONG_AGO.toSeconds(), taskId)
                .update();

        int expected = findsItsWorkAgain() ? 1 : 2;
        await().atMost(Duration.ofSeconds(20))
                .until(() -> find(taskId).attempt() == 2 && begun() - before == expected && atWork() == 1);
        release();
        AbilityTask task = ended(taskId);
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.result().images()).hasSize(1);
        assertThat(begun() - before).isEqualTo(expected);
        assertThat(messages(taskId)).contains(JournalMessage.TAKEN_OVER).endsWith(JournalMessage.COMPLETED);
        assertThat(MEDIA.resultsOf(taskId)).hasSize(1);
    }

    /** As if its worker had been lost, and its executor had gone before anybody else came. */
    protected void moveTo(String lane, String taskId) {
        jdbc.sql("""
                        update tasks set worker = 'gone', lane = ?, lease_until = now() - interval '1 minute'
                        where task_id = ?
                        """).params(lane, taskId).update();
    }

    protected String queued(Call call) {
        NewTask task = task(call);
        queue(task);
        return task.taskId();
    }

    private NewTask task(Call call) {
        NewTask task = SomeTask.of(Ids.next("task"), "ann", call.plan(), NewTask.Timing.AT_ONCE);
        List<TaskImage> images = call.pictures().stream()
                .map(key -> TaskImage.stored("image", key, key.substring(key.lastIndexOf('/') + 1), 10))
                .toList();
        return new NewTask(
                task.taskId(),
                task.userId(),
                task.plan(),
                images,
                task.metadata(),
                task.timing(),
                null,
                null,
                task.operationId(),
                List.of(),
                task.logId(),
                null);
    }

    private void queue(NewTask task) {
        lanes.introduce(task.plan());
        String lane = task.plan().candidates().isEmpty()
                ? Lane.BUILT_IN_TOOLS
                : task.plan().candidates().get(0).executorId();
        queue.submit(task, lane, Duration.ZERO);
        queue.enqueue(task.taskId(), Optional.empty());
    }

    protected AbilityTask ended(String taskId) {
        await().atMost(Duration.ofSeconds(40)).until(() -> find(taskId).hasEnded());
        return find(taskId);
    }

    protected AbilityTask find(String taskId) {
        return tasks.find(taskId).orElseThrow();
    }

    protected List<JournalEntry> lines(String taskId) {
        return journal.of(taskId);
    }

    private List<JournalMessage> messages(String taskId) {
        return lines(taskId).stream().map(JournalEntry::message).toList();
    }

    private int running() {
        return jdbc.sql("select count(*) from tasks where status = 'running'")
                .query(Integer.class)
                .single();
    }
}
