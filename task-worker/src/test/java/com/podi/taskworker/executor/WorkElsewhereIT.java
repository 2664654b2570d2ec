package com.podi.taskworker.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.ability.Plan;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The contract holds for what is done elsewhere, and whatever comes back from there has its place. */
class WorkElsewhereIT extends ExecutorContract {

    @Autowired
    private WorkElsewhere provider;

    @Override
    protected Call one() {
        return call("work", 3);
    }

    @Override
    protected int width() {
        return 20;
    }

    @Override
    protected int height() {
        return 10;
    }

    @Override
    protected Call three() {
        return call("all-forms", 3);
    }

    @Override
    protected Call slow() {
        return call("slow", 3);
    }

    @Override
    protected void release() {
        provider.release();
    }

    @Override
    protected int begun() {
        return provider.begun.get();
    }

    @Override
    protected int atWork() {
        return provider.atWork();
    }

    @Override
    protected boolean findsItsWorkAgain() {
        return true;
    }

    @Override
    protected Failing callersFault() {
        return new Failing(call("refuse", 3), ErrorCode.ABILITY_INPUT_INVALID, 1);
    }

    @Override
    protected Failing executorsFault() {
        return new Failing(call("fail", 2), ErrorCode.EXECUTOR_ERROR, 2);
    }

    @Override
    protected Call brokenOnce() {
        return call("broken-once", 3);
    }

    @Test
    void everyKindHasItsPlace() {
        AbilityTask task = ended(queued(call("all-kinds", 1)));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.result().images()).hasSize(1);
        assertThat(task.result().texts()).containsExactly("a red disc");
        assertThat(task.result().videos()).singleElement().satisfies(video -> assertThat(video.contentType())
                .isEqualTo("video/mp4"));
        assertThat(task.result().assets()).singleElement().satisfies(asset -> assertThat(asset.fileName())
                .endsWith(".glb"));
        assertThat(task.result().usage().model()).isEqualTo("model-7");
    }

    @Test
    void withoutAnyOutputNothingHasCompleted() {
        AbilityTask task = ended(queued(call("nothing", 1)));

        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
    }

    @Test
    void whatTheExecutorSaysIsALineOfTheJournal() {
        AbilityTask task = ended(queued(one()));

        assertThat(lines(task.taskId()))
                .filteredOn(line -> line.said() != null)
                .extracting(line -> line.level() + " " + line.text().zh() + " "
                        + line.text().en())
                .containsExactly("info 步骤 12/20 step 12/20");
    }

    @Test
    void anExplanationReachesWhoeverAsked() {
        AbilityTask task = ended(queued(callersFault().call()));

        assertThat(task.errorMessage().in(Locale.ENGLISH)).endsWith(": there is no such style");
        assertThat(task.errorMessage().in(Locale.CHINESE)).endsWith("：没有这种风格");
    }

    @Test
    void whoAsksForTimeIsGivenIt() {
        String taskId = queued(call("throttled-once", 3));
        await().until(() -> provider.throttled.get() == 1 && find(taskId).status() == TaskStatus.QUEUED);

        assertThat(find(taskId).dueAt()).isAfter(Instant.now().plus(Duration.ofSeconds(2)));
        assertThat(ended(taskId).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    /** Nobody waits for its end any more; whoever goes on with the task begins anew. */
    @Test
    void whatTakesTooLongIsForgottenForTheNextAttempt() {
        String taskId = queued(new Call(
                SomeTask.plan(
                        "a", WorkElsewhere.PROVIDER, "slow", new Plan.Limits(1, 2, 1, null), SomeTask.executor("e", 4)),
                List.of()));
        await().until(() -> find(taskId).attempt() == 1 && find(taskId).status() == TaskStatus.QUEUED);

        assertThat(find(taskId).handle()).isNull();
        await().until(() -> provider.atWork() == 0);
        assertThat(ended(taskId).error()).isEqualTo(ErrorCode.EXECUTOR_TIMEOUT);
    }

    @Test
    void whatTakesTooLongAndCannotBeStoppedIsWaitedForAgainAndBegunOnce() {
        int before = provider.begun.get();
        provider.endsAbandonedWork = false;
        try {
            String taskId = queued(new Call(
                    SomeTask.plan(
                            "a",
                            WorkElsewhere.PROVIDER,
                            "slow",
                            new Plan.Limits(1, 2, 1, null),
                            SomeTask.executor("e", 4)),
                    List.of()));
            await().until(() -> find(taskId).attempt() == 1 && find(taskId).status() == TaskStatus.QUEUED);
            assertThat(find(taskId).handle()).isNotNull();

            provider.release();

            assertThat(ended(taskId).status()).isEqualTo(TaskStatus.COMPLETED);
            assertThat(provider.begun.get()).isEqualTo(before + 1);
        } finally {
            provider.endsAbandonedWork = true;
        }
    }

    /** Of another executor the handle says nothing. */
    @Test
    void whatWasBegunElsewhereIsAbandonedWhenTheTaskMoves() {
        int before = provider.begun.get();
        String taskId = queued(new Call(
                SomeTask.plan(
                        "a",
                        WorkElsewhere.PROVIDER,
                        "slow",
                        new Plan.Limits(60, 3, 1, null),
                        SomeTask.executor("here", 4),
                        SomeTask.executor("there", 4)),
                List.of()));
        await().until(() -> provider.atWork() == 1);

        moveTo("there", taskId);

        await().until(() -> find(taskId).attempt() == 2 && provider.begun.get() == before + 2);
        await().until(() -> provider.atWork() == 1);
        provider.release();
        assertThat(ended(taskId).status()).isEqualTo(TaskStatus.COMPLETED);
    }

    private static Call call(String capability, int attempts) {
        Plan plan = SomeTask.plan(
                "a",
                WorkElsewhere.PROVIDER,
                capability,
                new Plan.Limits(60, attempts, 4, null),
                SomeTask.executor("elsewhere-node", 4));
        return new Call(plan, List.of());
    }
}
