package com.podi.taskworker.executor.volcengine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.ability.AbilityView.Upstream;
import com.podi.contracts.error.ErrorCode;
import com.podi.taskworker.executor.cloud.CloudContract;
import com.podi.taskworker.executor.cloud.Moods;
import com.podi.taskworker.executor.cloud.Moods.Mood;
import com.podi.taskworker.executor.cloud.ProviderStub;
import com.podi.taskworker.executor.cloud.ProviderStub.Reply;
import com.podi.taskworker.queue.AbilityTask;
import com.podi.taskworker.queue.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

public abstract class VolcengineContract extends CloudContract {

    private static final String VIDEOS = "/contents/generations/tasks";
    private static final ArkStub STUB = new ArkStub();

    static {
        KEYS.put("volcengine", "key_volcengine", "volcengine-key-0123456789:volcengine-secret-0123456789");
    }

    @Override
    protected Call call(Mood mood, int attempts) {
        return call(
                "volcengine",
                "edit",
                STUB.url(),
                new Upstream(
                        "https://ark.cn-beijing.volces.com/api/v3/images/generations",
                        "doubao-seedream-4-0-250828",
                        null),
                Map.of("prompt", Moods.of(mood)),
                "{}",
                attempts,
                List.of("key_volcengine"));
    }

    @Override
    protected ProviderStub stub() {
        return STUB;
    }

    @Override
    protected String called() {
        return "/images/generations";
    }

    @Override
    protected Set<String> refused() {
        return ArkStub.REFUSED;
    }

    private static Call video(Mood mood) {
        return call(
                "volcengine",
                "video",
                STUB.url(),
                new Upstream(
                        "https://ark.cn-beijing.volces.com/api/v3" + VIDEOS, "doubao-seedance-1-0-pro-250528", null),
                Map.of("prompt", Moods.of(mood), "duration", 5),
                "{}",
                2,
                List.of("key_volcengine"));
    }

    /** Videos take minutes and cost money. */
    @Test
    void theVideoOfALostWorkerIsGoneOnWithAndPaidOnce() {
        int before = STUB.asked(VIDEOS).size();
        String taskId = queued(video(Mood.SLOW));
        await().until(() -> find(taskId).handle() != null);

        moveTo("volcengine-account", taskId);
        await().atMost(Duration.ofSeconds(20)).until(() -> find(taskId).attempt() == 2);
        ArkStub.finish();

        AbilityTask task = ended(taskId);
        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.result().videos()).singleElement().satisfies(video -> assertThat(video.contentType())
                .isEqualTo("video/mp4"));
        assertThat(STUB.asked(VIDEOS)).hasSize(before + 1);
    }

    @Test
    void aVideoThatIsCanceledIsCanceledThereToo() {
        String taskId = queued(video(Mood.SLOW));
        await().until(() -> find(taskId).handle() != null);

        queue.requestCancel(taskId);

        assertThat(ended(taskId).status()).isEqualTo(TaskStatus.CANCELED);
        await().atMost(Duration.ofSeconds(10)).until(() -> ArkStub.atWork() == 0);
    }

    @Test
    void aVideoThatTakesTooLongIsWaitedForAgainAndPaidOnce() {
        int before = STUB.asked(VIDEOS).size();
        String taskId = queued(within(video(Mood.SLOW), 1));
        await().atMost(Duration.ofSeconds(20)).until(() -> find(taskId).attempt() == 2);

        ArkStub.finish();

        assertThat(ended(taskId).status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(STUB.asked(VIDEOS)).hasSize(before + 1);
    }

    @Test
    void aVideoOfWhichNobodyKnowsWhetherItWasBegunWhenTimeIsUpIsNotBegunAgain() {
        int before = STUB.asked(VIDEOS).size();
        STUB.once(VIDEOS, Reply.json(200, "{}").slowly());

        AbilityTask task = ended(queued(within(video(Mood.FINE), 1)));

        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_TIMEOUT);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(STUB.asked(VIDEOS)).hasSize(before + 1);
    }

    @Test
    void aPictureThatCannotBeFetchedAtOnceIsFetchedAgainAndPaidOnce() {
        int before = begun();
        STUB.once(".png", Reply.html(503));
        STUB.once(".png", Reply.html(200).dropped());

        AbilityTask task = ended(queued(call(Mood.FINE, 3)));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(1);
        assertThat(begun()).isEqualTo(before + 1);
    }

    @Test
    void aVideoThatCannotBeFetchedForLongIsFetchedByTheNextAttemptAndNotMadeAgain() {
        int before = STUB.asked(VIDEOS).size();
        IntStream.range(0, 4).forEach(time -> STUB.once(".mp4", Reply.html(503)));

        AbilityTask task = ended(queued(video(Mood.FINE)));

        assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(task.attempt()).isEqualTo(2);
        assertThat(task.result().videos()).hasSize(1);
        assertThat(task.result().usage().seconds()).isEqualTo(5.0);
        assertThat(STUB.asked(VIDEOS)).hasSize(before + 1);
    }

    @Test
    void aLinkToNothingIsNoResult() {
        STUB.once(".mp4", Reply.html(404));
        STUB.once(".mp4", Reply.html(404));

        AbilityTask task = ended(queued(video(Mood.FINE)));

        assertThat(task.status()).isEqualTo(TaskStatus.FAILED);
        assertThat(task.error()).isEqualTo(ErrorCode.EXECUTOR_ERROR);
        assertThat(task.result()).isNull();
    }
}
