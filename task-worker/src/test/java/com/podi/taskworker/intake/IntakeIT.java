package com.podi.taskworker.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.taskworker.ServicesDouble;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Claims;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskImage;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.openfeign.FeignClientFactory;
import org.springframework.cloud.openfeign.support.FeignHttpMessageConverters;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** What is taken in and what is refused; nothing is worked on. */
@ServiceIT
@TestPropertySource(
        properties = {
            "podi.task-worker.lane-limit=5",
            "spring.threads.virtual.enabled=false",
            "server.tomcat.threads.max=3",
            "server.tomcat.threads.min-spare=3"
        })
class IntakeIT {

    private static final String TASKS = "/api/ability-tasks";

    private final TestTokens tokens = TestTokens.start();

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Claims claims;

    @Autowired
    private TaskQueue queue;

    private Api api;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        new ServicesDouble().standIn(registry);
    }

    @BeforeEach
    void stopWorking() {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
        jdbc.sql("truncate tasks cascade").update();
        api = Api.onPort(port).as(tokens.user(UUID.randomUUID().toString()));
    }

    @Test
    void aFullLaneIsRefusedWithAHintWhenToComeAgain() {
        for (int number = 0; number < 5; number++) {
            assertThat(api.post(TASKS, task()).status()).isEqualTo(201);
        }

        Answer refused = api.post(TASKS, task());

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.errorCode()).isEqualTo("QUEUE_FULL");
        assertThat(refused.response().headers().firstValue("Retry-After")).contains("5");
        assertThat(rows()).isEqualTo(5);
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedAsAWhole() {
        Answer refused = api.post(TASKS + "/batch", Map.of("items", Collections.nCopies(6, task())));

        assertThat(refused.errorCode()).isEqualTo("QUEUE_FULL");
        assertThat(rows()).isZero();
    }

    @Test
    void aBatchIsOneCallWithItsTasksInOrder() {
        Answer batch =
                api.post(TASKS + "/batch", Map.of("items", List.of(task("first-one"), task("second-one"), task())));

        assertThat(batch.status()).isEqualTo(201);
        assertThat(batch.text("/tasks/0/taskId")).isEqualTo("first-one");
        assertThat(batch.text("/tasks/1/taskId")).isEqualTo("second-one");
        assertThat(batch.text("/tasks/2/status")).isEqualTo("queued");
        String batchId = batch.text("/batchId");
        assertThat(api.get(TASKS + "/batches/" + batchId).data("/tasks").size()).isEqualTo(3);
        assertThat(api.get(TASKS + "?batchId=" + batchId)
                        .data("/pagination/total")
                        .asInt())
                .isEqualTo(3);
        assertThat(api.get(TASKS + "/first-one").text("/batchId")).isEqualTo(batchId);
    }

    @Test
    void oneBadItemRefusesTheBatch() {
        Answer wrongItem = api.post(TASKS + "/batch", Map.of("items", List.of(task(), with("priority", 101))));
        assertThat(wrongItem.status()).isEqualTo(400);
        assertThat(wrongItem.body().at("/error/details/0/field").asString()).isEqualTo("items[1].priority");

        Answer noPicture = api.post(
                TASKS + "/batch",
                Map.of("items", List.of(task(), with("images", List.of(Map.of("url", "http://127.0.0.1/a.png"))))));
        assertThat(noPicture.errorCode()).isEqualTo("URL_NOT_ALLOWED");
        assertThat(noPicture.body().at("/error/details/0/field").asString()).startsWith("items[1]");

        Answer taken = api.post(TASKS + "/batch", Map.of("items", List.of(task("the-same"), task("the-same"))));
        assertThat(taken.errorCode()).isEqualTo("TASK_ID_TAKEN");

        assertThat(api.post(TASKS + "/batch", Map.of("items", List.of())).status())
                .isEqualTo(400);
        assertThat(api.post(TASKS + "/batch", Map.of("items", Collections.nCopies(201, task())))
                        .status())
                .isEqualTo(400);
        assertThat(rows()).isZero();
    }

    @Test
    void aBatchWithATakenIdLeavesNothingBehind() {
        api.post(TASKS, task("taken-before"));

        Answer refused = api.post(TASKS + "/batch", Map.of("items", List.of(task(), task("taken-before"))));

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.errorCode()).isEqualTo("TASK_ID_TAKEN");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void theSameKeyIsTheSameTask() {
        Api keyed = api.with("Idempotency-Key", UUID.randomUUID().toString());

        Answer first = keyed.post(TASKS, task());
        Answer repeated = keyed.post(TASKS, task());

        assertThat(repeated.text("/taskId")).isEqualTo(first.text("/taskId"));
        assertThat(keyed.post(TASKS, with("priority", 3)).errorCode()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aCallThatDiedOnItsWayGoesOnWithTheTaskThatItBegan() {
        String key = UUID.randomUUID().toString();
        Answer first = api.with("Idempotency-Key", key).post(TASKS, task("half-done"));
        // As it was before the answer was kept.
        jdbc.sql("update idempotency_keys set answer = null, leased_until = now()")
                .update();

        Answer repeated = api.with("Idempotency-Key", key).post(TASKS, task("half-done"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.text("/taskId")).isEqualTo("half-done");
        assertThat(api.post(TASKS, task("half-done")).errorCode()).isEqualTo("TASK_ID_TAKEN");
    }

    @Test
    void aRepeatOfACallWhoseIntakeWasUndoneIsToldSo() {
        String key = UUID.randomUUID().toString();
        api.with("Idempotency-Key", key).post(TASKS, task("undone"));
        // As it is after a crash between the row and the queue, and the recovery.
        jdbc.sql("update idempotency_keys set answer = null, leased_until = now()")
                .update();
        jdbc.sql(
                        "update tasks set status = 'failed', error = 'SERVICE_UNAVAILABLE', finished_at = now(), queued_at = null")
                .update();

        Answer repeated = api.with("Idempotency-Key", key).post(TASKS, task("undone"));

        assertThat(repeated.status()).isEqualTo(201);
        assertThat(repeated.text("/status")).isEqualTo("failed");
        assertThat(repeated.text("/errorCode")).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void aRepeatOfAnAcceptedCallIsNotJudgedAnew() {
        String key = UUID.randomUUID().toString();
        Answer first = api.with("Idempotency-Key", key).post(TASKS, task());
        jdbc.sql("update idempotency_keys set answer = null, leased_until = now()")
                .update();
        for (int number = 0; number < 4; number++) {
            api.post(TASKS, task());
        }
        assertThat(api.post(TASKS, task()).errorCode()).isEqualTo("QUEUE_FULL");

        Answer repeated = api.with("Idempotency-Key", key).post(TASKS, task());

        assertThat(repeated.text("/taskId")).isEqualTo(first.text("/taskId"));
    }

    @ParameterizedTest
    @CsvSource({
        "Prefer, wait=0",
        "Prefer, wait=61",
        "Cancel-After, 1s",
        "Cancel-After, 24h",
        "Cancel-After, soon",
    })
    void timesThatMakeNoSenseAreRefused(String header, String value) {
        Answer refused = api.with(header, value).post(TASKS, task());

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(header);
        assertThat(rows()).isZero();
    }

    @Test
    void whoPrefersToWaitIsAnsweredWhenTheTimeIsOver() {
        Answer answer = api.with("Prefer", "respond-async, wait=1").post(TASKS, task());

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.text("/status")).isEqualTo("queued");
    }

    /** Those that Feign makes are filled at the first call, and a second call at that moment finds none. */
    @Test
    void callsOfOtherServicesHaveTheirConvertersFromTheStart() {
        assertThat(context.getBean(FeignClientFactory.class)
                        .getInstance("ability-service", FeignHttpMessageConverters.class))
                .isSameAs(context.getBean(FeignHttpMessageConverters.class));
    }

    @Test
    void aPictureFromElsewhereHasNoLinkUntilItIsFetched() {
        String user = UUID.randomUUID().toString();
        NewTask task =
                SomeTask.with(user, ServicesDouble.plan(), TaskImage.elsewhere("image", new byte[] {1}, "shirt.png"));
        queue.submit(task, Lane.BUILT_IN_TOOLS, Duration.ZERO);
        queue.enqueue(task.taskId(), Optional.empty());

        Answer details = Api.onPort(port).as(tokens.user(user)).get(TASKS + "/" + task.taskId() + "/details");

        assertThat(details.status()).isEqualTo(200);
        assertThat(details.text("/inputImages/0/filename")).isEqualTo("shirt.png");
        assertThat(details.data("/inputImages/0/url").isNull()).isTrue();
    }

    /** Five wait, with three threads to serve them, and another one is served besides. */
    @Test
    void whoWaitsTakesNoThread() {
        List<CompletableFuture<Answer>> waiting = IntStream.range(0, 5)
                .mapToObj(number -> CompletableFuture.supplyAsync(
                        () -> api.with("Prefer", "wait=20").post(TASKS, task())))
                .toList();

        await().until(() -> rows() == 5);
        assertThat(api.get(TASKS).data("/pagination/total").asInt()).isEqualTo(5);
        assertThat(waiting).noneMatch(CompletableFuture::isDone);

        List<ClaimedTask> claimed = claims.claim(Lane.BUILT_IN_TOOLS, "another", 5, Duration.ofMinutes(1))
                .orElseThrow();
        queue.end(claimed.stream()
                .map(task -> Ending.completed(task.lease(), new TaskResult(List.of(), 1)))
                .toList());
        assertThat(waiting).allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(10)));
    }

    @Test
    void whoTriesAgainRunsTheAbilityAsItWas() {
        String first = api.post(TASKS, task()).text("/taskId");
        jdbc.sql("update tasks set plan = jsonb_set(plan, '{version}', '7') where task_id = ?")
                .param(first)
                .update();
        api.post(TASKS + "/" + first + "/cancel", Map.of());

        String again = api.post(TASKS + "/" + first + "/retry", Map.of()).text("/taskId");

        assertThat(again).isNotEqualTo(first);
        assertThat(jdbc.sql("select plan ->> 'version' from tasks where task_id = ?")
                        .param(again)
                        .query(String.class)
                        .single())
                .isEqualTo("7");
    }

    @Test
    void whoWaitsIsAnsweredAlsoWhenAnotherReplicaRunsTheTask() {
        CompletableFuture<Answer> waiting = CompletableFuture.supplyAsync(
                () -> api.with("Prefer", "wait=30").post(TASKS, task()));
        ClaimedTask claimed =
                await().until(this::claimElsewhere, list -> !list.isEmpty()).get(0);
        assertThat(waiting).isNotDone();

        queue.end(List.of(Ending.completed(claimed.lease(), new TaskResult(List.of(), 1))));

        assertThat(waiting)
                .succeedsWithin(Duration.ofSeconds(10))
                .satisfies(answer -> assertThat(answer.text("/status")).isEqualTo("completed"));
    }

    private List<ClaimedTask> claimElsewhere() {
        return claims.claim(Lane.BUILT_IN_TOOLS, "another", 1, Duration.ofMinutes(1))
                .orElse(List.of());
    }

    @Test
    void aTaskMayBeSetToALaterTimeWithinTwelveHours() {
        Instant later = Instant.now().plus(11, ChronoUnit.HOURS);
        assertThat(api.post(TASKS, with("notBefore", later.toString())).status())
                .isEqualTo(201);

        Answer refused = api.post(
                TASKS, with("notBefore", later.plus(2, ChronoUnit.HOURS).toString()));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("notBefore");
    }

    @Test
    void aDeadlineStandsInTheTask() {
        Answer task = api.with("Cancel-After", "90s").post(TASKS, task());

        Instant created = Instant.parse(task.text("/createdAt"));
        assertThat(Instant.parse(task.text("/deadlineAt"))).isEqualTo(created.plusSeconds(90));
    }

    @Test
    void aWaitingTaskIsCanceledOnceAndMayBeTriedAgain() {
        String taskId = api.post(TASKS, task()).text("/taskId");
        assertThat(api.post(TASKS + "/" + taskId + "/retry", null).errorCode()).isEqualTo("3002");

        assertThat(api.post(TASKS + "/" + taskId + "/cancel", null).text("/status"))
                .isEqualTo("canceled");
        Answer again = api.post(TASKS + "/" + taskId + "/cancel", null);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.errorCode()).isEqualTo("3002");

        Answer retried = api.post(TASKS + "/" + taskId + "/retry", null);
        assertThat(retried.status()).isEqualTo(200);
        assertThat(retried.body().at("/message").asString()).isEqualTo("任务已重新提交");
        assertThat(retried.text("/originalTaskId")).isEqualTo(taskId);
        assertThat(retried.text("/status")).isEqualTo("pending");
        assertThat(api.get(TASKS + "/" + retried.text("/taskId")).text("/originalTaskId"))
                .isEqualTo(taskId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%%%", "", "data:image/png,AAAA", "QUJD RA=="})
    void whatIsNotBase64IsRefused(String base64) {
        Answer refused = api.post(TASKS, with("imageBase64", base64));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("imageBase64");
    }

    @Test
    void aPictureOfSevenMegabytesMayComeInline() {
        String base64 = Base64.getEncoder().encodeToString(new byte[7 << 20]);

        assertThat(api.post(TASKS, with("imageBase64", base64)).errorCode()).isEqualTo("2001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\", "a\u0001b", "%00", "a/b", "..", "../api-keys", "a;b", "a\nb", "x y"})
    void whatIsNoIdOfAnAbilityIsLookedForNowhere(String abilityId) {
        Answer refused = api.post(TASKS, with("abilityId", abilityId));

        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.errorCode()).isEqualTo("ABILITY_NOT_FOUND");
    }

    @Test
    void whoIsTurnedAwayAgainAndAgainKeepsNobodyElseFromSubmitting() {
        for (int number = 0; number < 20; number++) {
            assertThat(api.post(TASKS, with("abilityId", ServicesDouble.TURNED_AWAY))
                            .status())
                    .isEqualTo(503);
        }

        assertThat(api.post(TASKS, task()).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"VGV4dA==", "data:image/png;base64,VGV4dA=="})
    void aTextIsNoPictureWhateverItIsCalled(String base64) {
        Answer refused = api.post(TASKS, with("imageBase64", base64));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("2001");
        assertThat(rows()).isZero();
    }

    @Test
    void aWrongAddressIsToldWhereTheCallerWroteIt() {
        Answer main = api.post(TASKS, with("imageUrl", "ftp://example.com/a.png"));
        Answer listed = api.post(TASKS, with("images", List.of(Map.of("url", "http://no-such-host.invalid/a.png"))));

        assertThat(main.errorCode()).isEqualTo("URL_NOT_ALLOWED");
        assertThat(main.body().at("/error/details/0/field").asString()).isEqualTo("imageUrl");
        assertThat(listed.errorCode()).isEqualTo("URL_NOT_ALLOWED");
        assertThat(listed.body().at("/error/details/0/field").asString()).isEqualTo("images[0].url");
        assertThat(listed.body().at("/error/details/0/message").asString()).isEqualTo("域名无法解析");
    }

    @Test
    void theMainPictureHasOneSource() {
        Map<String, Object> both = new HashMap<>(with("imageBase64", "VGV4dA=="));
        both.put("imageUrl", "https://example.com/a.png");
        assertThat(api.post(TASKS, both).status()).isEqualTo(400);

        Answer two =
                api.post(TASKS, with("images", List.of(Map.of("objectKey", "a", "url", "https://example.com/a.png"))));
        assertThat(two.status()).isEqualTo(400);
        assertThat(two.body().at("/error/details/0/field").asString()).isEqualTo("images[0]");
    }

    private long rows() {
        return jdbc.sql("select count(*) from tasks").query(Long.class).single();
    }

    private static Map<String, Object> task() {
        return Map.of("abilityId", "podi_upscale", "inputs", Map.of());
    }

    private static Map<String, Object> task(String taskId) {
        return with("taskId", taskId);
    }

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> task = new HashMap<>(task());
        task.put(field, value);
        return task;
    }
}
