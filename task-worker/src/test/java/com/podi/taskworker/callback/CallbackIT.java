package com.podi.taskworker.callback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.taskworker.ServicesDouble;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.queue.ClaimedTask;
import com.podi.taskworker.queue.Claims;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.taskworker.queue.TaskResult;
import com.podi.testsupport.Api;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;

@ServiceIT
@ExtendWith(OutputCaptureExtension.class)
class CallbackIT {

    private static final int TRIES = 8;
    private static final int SENDERS = 8;
    private static final Map<String, String> HEADERS = Map.of("X-Shop", "header-secret");

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private Callbacks callbacks;

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private CallbackSender sender;

    @Autowired
    private CallbackChore chore;

    @Autowired
    private CallbackMetrics metrics;

    @Autowired
    private TaskFinisher finisher;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private Claims claims;

    private final CallbackTarget target = new CallbackTarget();
    private final String user = Ids.next("user");

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        new ServicesDouble().standIn(registry);
        registry.add("PODI_EGRESS_ALLOW", () -> "127.0.0.1/32");
        registry.add("PODI_INVOKE_TIMEOUT", () -> "PT0.05S");
        registry.add("PODI_TASK_POLL_INTERVAL", () -> "PT0.2S");
        registry.add("PODI_CALLBACK_SENDERS", () -> SENDERS);
        registry.add("PODI_CALLBACK_PATIENCE", () -> "PT8S");
        registry.add("PODI_CALLBACK_LEASE", () -> "PT20S");
        registry.add("PODI_CALLBACK_DELAYS", () -> "PT0.1S,PT0.1S,PT0.1S,PT0.1S,PT0.1S,PT0.1S,PT0.1S");
    }

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(30));
    }

    /** Nothing runs: the tests end the tasks. */
    @BeforeEach
    void stopWorking() {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
        chore.start();
    }

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void theEndOfATaskIsToldAndSigned() throws Exception {
        String taskId = canceled(user, target);

        awaitStatus(taskId, "delivered");
        CallbackTarget.Received told = target.received().get(0);
        assertThat(target.received()).hasSize(1);
        assertThat(told.body().properties().stream().map(Map.Entry::getKey))
                .containsExactly(
                        "type",
                        "status",
                        "abilityId",
                        "provider",
                        "requestId",
                        "taskId",
                        "logId",
                        "durationMs",
                        "result",
                        "error",
                        "timestamp");
        assertThat(told.body().path("type").asString()).isEqualTo("task.canceled");
        assertThat(told.body().path("status").asString()).isEqualTo("canceled");
        assertThat(told.body().path("taskId").asString()).isEqualTo(taskId);
        assertThat(told.body().path("abilityId").asString()).isEqualTo("podi_upscale");
        assertThat(told.body().path("provider").asString()).isEqualTo("podi");
        assertThat(told.body().path("result").isNull()).isTrue();
        assertThat(told.body().path("error").isNull()).isTrue();
        assertThat(told.body().path("timestamp").asString()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(told.header("X-Shop")).isEqualTo("header-secret");
        assertThat(told.header("User-Agent")).isEqualTo("PODI");
        assertThat(told.header("Content-Type")).startsWith("application/json");
        assertThat(told.header("traceparent"))
                .matches("00-" + told.body().path("requestId").asString() + "-[0-9a-f]{16}-00");
        assertThat(told.header("webhook-id"))
                .isEqualTo(delivery(taskId).path("id").asString());
        verify(secret(user), told);
    }

    @Test
    void aCompletedTaskIsToldWithItsResult() {
        String taskId = submitted(user, target);

        complete(taskId);

        awaitStatus(taskId, "delivered");
        JsonNode body = target.received().get(0).body();
        assertThat(body.path("type").asString()).isEqualTo("task.completed");
        assertThat(body.path("durationMs").asLong()).isEqualTo(1234);
        assertThat(body.at("/result/images/0/objectKey").asString()).isEqualTo(ServicesDouble.KEY);
        assertThat(body.at("/result/images/0/url").asString()).isEqualTo(ServicesDouble.LINK);
        assertThat(body.at("/result/metadata/taskId").asString()).isEqualTo(taskId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zh", "en"})
    void aFailedTaskIsToldInTheLanguageOfTheSubmit(String language) {
        String taskId = submit(as(user).with("Accept-Language", language), request(target.url()))
                .text("/id");

        finisher.failWaiting(taskId, ErrorCode.EXECUTOR_TIMEOUT);

        awaitStatus(taskId, "delivered");
        JsonNode body = target.received().get(0).body();
        assertThat(body.path("type").asString()).isEqualTo("task.failed");
        assertThat(body.at("/error/code").asString()).isEqualTo("EXECUTOR_TIMEOUT");
        assertThat(body.at("/error/message").asString())
                .isEqualTo(ErrorCode.EXECUTOR_TIMEOUT.message().in(Locale.forLanguageTag(language)));
    }

    @Test
    void whoWantsNoCallbackGetsNone() {
        String taskId = submit(as(user), Map.of("abilityId", "podi_upscale", "callbackHeaders", HEADERS))
                .text("/id");

        cancel(user, taskId);

        assertThat(deliveriesOf(user, "?taskId=" + taskId)).isEmpty();
    }

    @Test
    void whoFailsIsTriedAgainWithTheSameIdAndNotForEver() throws Exception {
        target.answering(500);
        String taskId = canceled(user, target);

        awaitStatus(taskId, "exhausted");
        assertThat(target.received()).hasSize(TRIES);
        assertThat(target.received().stream().map(told -> told.header("webhook-id")))
                .containsOnly(delivery(taskId).path("id").asString());
        assertThat(target.received().stream().map(CallbackTarget.Received::text).distinct())
                .hasSize(1);
        for (CallbackTarget.Received told : target.received()) {
            verify(secret(user), told);
        }
        assertThat(tries(taskId)).hasSize(TRIES).allSatisfy(one -> {
            assertThat(one.path("httpStatus").asInt()).isEqualTo(500);
            assertThat(one.path("reason").isNull()).isTrue();
            assertThat(one.path("durationMs").isNumber()).isTrue();
        });
        assertThat(delivery(taskId).path("nextTryAt").isNull()).isTrue();
        assertThat(task(taskId).path("status").asString()).isEqualTo("canceled");
    }

    @Test
    void whoComesBackInTimeIsTold() {
        target.answeringFirst(500).answeringFirst(503).answering(204);

        String taskId = canceled(user, target);

        awaitStatus(taskId, "delivered");
        assertThat(tries(taskId).stream().map(one -> one.path("httpStatus").asInt()))
                .containsExactly(500, 503, 204);
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (CallbackTarget elsewhere = new CallbackTarget()) {
            target.redirectingTo(elsewhere.url());
            String taskId = canceled(user, target);

            awaitStatus(taskId, "exhausted");
            assertThat(tries(taskId)).hasSize(TRIES).allSatisfy(one -> assertThat(
                            one.path("httpStatus").asInt())
                    .isEqualTo(302));
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void whoIsGoneIsLeftAlone() {
        target.answering(410);
        String taskId = canceled(user, target);

        awaitStatus(taskId, "gone");
        assertThat(tries(taskId)).hasSize(1);
        assertThat(target.received()).hasSize(1);
    }

    @Test
    void whoDoesNotAnswerIsGivenUpInTime() {
        target.hanging();
        String taskId = canceled(user, target);

        await().until(() -> tries(taskId).size() == 2);
        JsonNode first = tries(taskId).get(0);
        assertThat(first.path("reason").asString()).isEqualTo("timeout");
        assertThat(first.path("durationMs").asLong()).isBetween(7_500L, 20_000L);
        assertThat(task(taskId).path("status").asString()).isEqualTo("canceled");
    }

    @Test
    void whoTalksForEverIsNotListenedTo() {
        target.talkative();
        String taskId = canceled(user, target);

        awaitStatus(taskId, "delivered");
        assertThat(tries(taskId)).hasSize(1);
        // What lies between the two is in the buffers of the system.
        assertThat(target.sentBytes()).isLessThan(CallbackTarget.HUGE);
    }

    @Test
    void nobodyThereIsSaidToBeUnreachable() {
        target.close();
        String taskId = canceled(user, target);

        awaitStatus(taskId, "exhausted");
        assertThat(tries(taskId))
                .hasSize(TRIES)
                .allSatisfy(one -> assertThat(one.path("reason").asString()).isEqualTo("unreachable"));
    }

    @Test
    void whatItsSenderDidNotLiveToTellIsSentAgainWithTheSameId() {
        chore.stop();
        String taskId = canceled(user, target);
        Delivery lost = takeOf(taskId, Duration.ofMillis(500));
        assertThat(sender.send(lost).isSuccess()).isTrue();
        assertThat(target.received()).hasSize(1);
        assertThat(delivery(taskId).path("status").asString()).isEqualTo("waiting");

        chore.start();

        awaitStatus(taskId, "delivered");
        assertThat(target.received()).hasSize(2);
        assertThat(target.received().stream().map(told -> told.header("webhook-id")))
                .containsOnly(lost.deliveryId());
        assertThat(tries(taskId).get(0).path("reason").asString()).isEqualTo("lost");
        assertThat(tries(taskId).get(1).path("httpStatus").asInt()).isEqualTo(200);
    }

    @Test
    void aSenderThatComesBackTooLateWritesNothing() {
        chore.stop();
        String taskId = canceled(user, target);
        Delivery late = takeOf(taskId, Duration.ZERO);
        Delivery present = takeOf(taskId, Duration.ofMinutes(1));
        Outcome outcome = Outcome.answered(410, Duration.ZERO);

        assertThat(present.attempt()).isEqualTo(late.attempt() + 1);
        assertThat(deliveries.end(late, outcome, DeliveryStatus.GONE)).isFalse();
        assertThat(deliveries.postpone(late, outcome, Duration.ofDays(1))).isFalse();
        assertThat(delivery(taskId).path("status").asString()).isEqualTo("waiting");

        assertThat(deliveries.end(present, Outcome.answered(200, Duration.ZERO), DeliveryStatus.DELIVERED))
                .isTrue();
        assertThat(deliveries.end(present, outcome, DeliveryStatus.GONE)).isFalse();
        assertThat(delivery(taskId).path("status").asString()).isEqualTo("delivered");
    }

    @Test
    void twoReplicasNeverTakeTheSame() {
        chore.stop();
        List<String> tasks =
                IntStream.range(0, 6).mapToObj(number -> canceled(user, target)).toList();

        List<Delivery> taken = AtOnce.call(6, number -> deliveries.take(3, Duration.ofMinutes(1))).stream()
                .flatMap(List::stream)
                .filter(delivery -> tasks.contains(delivery.taskId()))
                .toList();

        assertThat(taken).extracting(Delivery::deliveryId).doesNotHaveDuplicates();
        assertThat(taken).hasSize(Deliveries.MOST_ON_ONE_LINE);
        taken.forEach(delivery -> deliveries.postpone(delivery, Outcome.answered(500, Duration.ZERO), Duration.ZERO));
    }

    @Test
    void aTargetThatHangsDelaysNobodyElse() {
        try (CallbackTarget dead = new CallbackTarget().hanging()) {
            String other = Ids.next("user");
            String waiting = submitted(other, target);
            List<String> hopeless = IntStream.range(0, 2 * SENDERS)
                    .mapToObj(number -> submitted(user, dead))
                    .toList();
            hopeless.forEach(finisher::cancelWaiting);
            await().until(() -> dead.received().size() == Deliveries.MOST_ON_ONE_LINE);

            cancel(other, waiting);
            await().until(() -> target.received().size() == 1);

            assertThat(dead.received()).hasSize(Deliveries.MOST_ON_ONE_LINE);
        }
    }

    @Test
    void aRetryCallsBackLikeTheOriginal() {
        String taskId = canceled(user, target);
        String again =
                as(user).post("/api/ability-tasks/" + taskId + "/retry", "{}").text("/taskId");
        cancel(user, again);

        awaitStatus(again, "delivered");
        CallbackTarget.Received told = target.received().stream()
                .filter(received -> received.body().path("taskId").asString().equals(again))
                .findFirst()
                .orElseThrow();
        assertThat(told.header("X-Shop")).isEqualTo("header-secret");
    }

    @Test
    void aBatchCallsBackForEachOfItsTasks() {
        try (CallbackTarget own = new CallbackTarget()) {
            Api.Answer batch = as(user).post(
                            "/api/ability-tasks/batch",
                            Map.of(
                                    "callbackUrl",
                                    target.url(),
                                    "items",
                                    List.of(Map.of("abilityId", "podi_upscale"), request(own.url()))));
            assertThat(batch.status()).isEqualTo(201);
            List<String> tasks = List.of(batch.text("/tasks/0/id"), batch.text("/tasks/1/id"));

            tasks.forEach(taskId -> cancel(user, taskId));

            tasks.forEach(taskId -> awaitStatus(taskId, "delivered"));
            assertThat(target.received()).hasSize(1);
            assertThat(own.received()).hasSize(1);
            assertThat(own.received().get(0).body().path("taskId").asString()).isEqualTo(tasks.get(1));
        }
    }

    @Test
    void whoWaitsForTheResultIsCalledBackToo() {
        Map<String, Object> request = Map.of("callbackUrl", target.url(), "callbackHeaders", HEADERS);
        Api.Answer waiting = as(user).post("/api/abilities/podi_upscale/invoke", request);
        assertThat(waiting.status()).isEqualTo(202);

        cancel(user, waiting.text("/id"));

        awaitStatus(waiting.text("/id"), "delivered");
        assertThat(target.received()).hasSize(1);
    }

    @Test
    void duringARotationBothSecretsSign() throws Exception {
        String old = secret(user);
        Api.Answer rotated = as(user).post("/api/webhooks/secret/rotate", null);
        String present = rotated.text("/secret");
        assertThat(present).startsWith("whsec_").isNotEqualTo(old).isEqualTo(secret(user));
        assertThat(rotated.text("/previousValidUntil")).isNotEmpty();

        awaitStatus(canceled(user, target), "delivered");
        CallbackTarget.Received both = target.received().get(0);
        verify(old, both);
        verify(present, both);

        jdbc.sql(
                        "update webhook_secrets set valid_until = now() - interval '1 second' where user_id = ? and valid_until is not null")
                .param(user)
                .update();
        awaitStatus(canceled(user, target), "delivered");
        CallbackTarget.Received one = target.received().get(1);
        verify(present, one);
        assertThatThrownBy(() -> verify(old, one)).isInstanceOf(WebhookVerificationException.class);
    }

    @Test
    void whoRotatesAllTheTimeIsToldToWait() {
        IntStream.range(0, 5).forEach(time -> assertThat(
                        as(user).post("/api/webhooks/secret/rotate", null).status())
                .isEqualTo(200));

        Api.Answer refused = as(user).post("/api/webhooks/secret/rotate", null);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.response().headers().firstValueAsLong("Retry-After").orElse(0))
                .isPositive();
    }

    @Test
    void everybodyHasOneSecretOfTheirOwn() {
        List<String> asked = AtOnce.call(8, call -> secret(user));

        assertThat(asked).containsOnly(asked.get(0));
        assertThat(secret(Ids.next("user"))).isNotEqualTo(asked.get(0));
    }

    @Test
    void whatWasGivenUpCanBeAskedForAnew() {
        target.answering(410);
        String taskId = canceled(user, target);
        awaitStatus(taskId, "gone");
        String id = delivery(taskId).path("id").asString();

        target.answering(200);
        Api.Answer redelivered = as(user).post("/api/webhooks/deliveries/" + id + "/redeliver", null);

        assertThat(redelivered.status()).isEqualTo(200);
        assertThat(redelivered.text("/id")).isEqualTo(id);
        awaitStatus(taskId, "delivered");
        assertThat(target.received().stream().map(told -> told.header("webhook-id")))
                .hasSize(2)
                .containsOnly(id);
        assertThat(tries(taskId).stream().map(one -> one.path("httpStatus").asInt()))
                .containsExactly(410, 200);
    }

    @Test
    void anotherUsersCallbackIsNotThere() {
        String taskId = canceled(user, target);
        awaitStatus(taskId, "delivered");
        String id = delivery(taskId).path("id").asString();
        String other = Ids.next("user");

        assertThat(as(other)
                        .post("/api/webhooks/deliveries/" + id + "/redeliver", null)
                        .status())
                .isEqualTo(404);
        assertThat(as(other)
                        .post("/api/webhooks/deliveries/nothing/redeliver", null)
                        .status())
                .isEqualTo(404);
        assertThat(deliveriesOf(other, "?taskId=" + taskId)).isEmpty();
        assertThat(target.received()).hasSize(1);
    }

    @Test
    void deliveriesAreFilteredAndPaged() {
        List<String> tasks = List.of(canceled(user, target), canceled(user, target), canceled(user, target));
        tasks.forEach(taskId -> awaitStatus(taskId, "delivered"));

        assertThat(deliveriesOf(user, "?status=delivered&pageSize=2")).hasSize(2);
        assertThat(deliveriesOf(user, "?status=delivered&pageSize=2&page=2")).hasSize(1);
        assertThat(deliveriesOf(user, "?status=gone")).isEmpty();
        assertThat(as(user).get("/api/webhooks/deliveries")
                        .data("/pagination/total")
                        .asInt())
                .isEqualTo(3);
        assertThat(as(user).get("/api/webhooks/deliveries?status=lost").status())
                .isEqualTo(400);
        assertThat(as(user).get("/api/webhooks/deliveries?pageSize=101").status())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/",
                "http://169.254.169.254/latest/meta-data",
                "http://100.100.100.200/",
                "http://[::ffff:127.0.0.2]/",
                "http://user@127.0.0.1/",
                "ftp://127.0.0.1/",
                "no address"
            })
    void whereWeDoNotCallIsRefusedAtSubmit(String url) {
        Api.Answer single = submit(as(user), request(url));
        Api.Answer batch = as(user).post(
                        "/api/ability-tasks/batch",
                        Map.of("callbackUrl", url, "items", List.of(Map.of("abilityId", "podi_upscale"))));
        Api.Answer item = as(user).post("/api/ability-tasks/batch", Map.of("items", List.of(request(url))));

        for (Api.Answer refused : List.of(single, batch, item)) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorCode()).isEqualTo("URL_NOT_ALLOWED");
        }
        assertThat(field(single)).isEqualTo("callbackUrl");
        assertThat(field(batch)).isEqualTo("callbackUrl");
        assertThat(field(item)).isEqualTo("items[0].callbackUrl");
        assertThat(tasksOf(user)).isZero();
    }

    @Test
    void headersThatAreOursAreRefusedAtSubmit() {
        for (String name : List.of("Host", "content-length", "Webhook-Id", "traceparent", "A\r\nB")) {
            Map<String, Object> request = new HashMap<>(request(target.url()));
            request.put("callbackHeaders", Map.of(name, "x"));

            Api.Answer refused = submit(as(user), request);

            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.errorCode()).isEqualTo("2003");
            assertThat(field(refused)).startsWith("callbackHeaders");
        }
        assertThat(tasksOf(user)).isZero();
    }

    @Test
    void theAddressIsCheckedAgainAtEveryTry() {
        String taskId = submit(as(user), Map.of("abilityId", "podi_upscale")).text("/id");
        transaction.executeWithoutResult(status -> callbacks.keep(
                taskId, user, new Callback(target.url().replace("127.0.0.1", "127.0.0.2"), HEADERS, Locale.CHINESE)));

        cancel(user, taskId);

        awaitStatus(taskId, "exhausted");
        assertThat(tries(taskId))
                .hasSize(TRIES)
                .allSatisfy(one -> assertThat(one.path("reason").asString()).isEqualTo("not_allowed"));
        assertThat(target.received()).isEmpty();
    }

    @Test
    void nothingSecretIsLoggedOrLiesOpenInARow(CapturedOutput output) {
        target.answeringFirst(500);
        String taskId = canceled(user, target);
        awaitStatus(taskId, "delivered");
        String secret = secret(user);

        assertThat(output).contains("callback not delivered").doesNotContain("header-secret", "query-secret", secret);
        List<String> rows = new ArrayList<>();
        for (String table : List.of("callbacks", "callback_deliveries", "callback_tries", "webhook_secrets", "tasks")) {
            rows.addAll(jdbc.sql("select t::text from %s t".formatted(table))
                    .query(String.class)
                    .list());
        }
        rows.addAll(jdbc.sql(
                        "select encode(sealed, 'escape') from callbacks union all select encode(sealed, 'escape') from webhook_secrets")
                .query(String.class)
                .list());
        assertThat(rows)
                .isNotEmpty()
                .noneMatch(row -> row.contains("header-secret")
                        || row.contains("query-secret")
                        || row.contains(secret.substring("whsec_".length())));
    }

    @Test
    void theFiguresAreThere() {
        target.answering(500);
        awaitStatus(canceled(user, target), "exhausted");
        target.answering(200);
        awaitStatus(canceled(user, target), "delivered");
        metrics.look();

        String figures = Api.onPort(port).get("/actuator/prometheus").response().body();

        assertThat(figures)
                .contains("podi_callbacks_lag_seconds_count", "podi_callbacks_waiting", "podi_callbacks_oldest_seconds")
                .containsPattern("(?m)^podi_callbacks_exhausted(\\{.*\\})? [1-9]");
    }

    private Map<String, Object> request(String callbackUrl) {
        return Map.of("abilityId", "podi_upscale", "callbackUrl", callbackUrl, "callbackHeaders", HEADERS);
    }

    private static Api.Answer submit(Api api, Map<String, Object> request) {
        return api.post("/api/ability-tasks", request);
    }

    private String submitted(String owner, CallbackTarget target) {
        Api.Answer answer = submit(as(owner), request(target.url()));
        assertThat(answer.status()).isEqualTo(201);
        return answer.text("/id");
    }

    private void cancel(String owner, String taskId) {
        assertThat(as(owner)
                        .post("/api/ability-tasks/" + taskId + "/cancel", "{}")
                        .status())
                .isEqualTo(200);
    }

    /** A task that has ended. */
    private String canceled(String owner, CallbackTarget target) {
        String taskId = submitted(owner, target);
        cancel(owner, taskId);
        return taskId;
    }

    private void complete(String taskId) {
        ClaimedTask claimed =
                claims.claim(Lane.BUILT_IN_TOOLS, "worker", 100, Duration.ofMinutes(1)).orElseThrow().stream()
                        .filter(task -> task.task().taskId().equals(taskId))
                        .findFirst()
                        .orElseThrow();
        TaskResult result = new TaskResult(
                List.of(new TaskResult.StoredImage(ServicesDouble.KEY, "out.png", "image/png", 2, 2, 10)), 1234);
        transaction.executeWithoutResult(status -> callbacks.ended(
                queue.end(List.of(Ending.completed(claimed.lease(), result))).get(taskId)));
    }

    private Delivery takeOf(String taskId, Duration lease) {
        return deliveries.take(SENDERS, lease).stream()
                .filter(delivery -> delivery.taskId().equals(taskId))
                .findFirst()
                .orElseThrow();
    }

    private static void verify(String secret, CallbackTarget.Received told) throws WebhookVerificationException {
        new Webhook(secret).verify(told.text(), told.headers());
    }

    private Api as(String owner) {
        return Api.onPort(port).as(TestTokens.start().user(owner));
    }

    private String secret(String owner) {
        return as(owner).get("/api/webhooks/secret").text("/secret");
    }

    private JsonNode task(String taskId) {
        return as(user).get("/api/ability-tasks/" + taskId).data("");
    }

    private long tasksOf(String owner) {
        return as(owner).get("/api/ability-tasks").data("/pagination/total").asLong();
    }

    private List<JsonNode> deliveriesOf(String owner, String query) {
        Api.Answer answer = as(owner).get("/api/webhooks/deliveries" + query);
        assertThat(answer.status()).isEqualTo(200);
        return list(answer.data("/items"));
    }

    private JsonNode delivery(String taskId) {
        return Api.onPort(port)
                .as(TestTokens.start().user(ownerOf(taskId)))
                .get("/api/webhooks/deliveries?taskId=" + taskId)
                .data("/items/0");
    }

    private String ownerOf(String taskId) {
        return jdbc.sql("select user_id from tasks where task_id = ?")
                .param(taskId)
                .query(String.class)
                .single();
    }

    private List<JsonNode> tries(String taskId) {
        return list(delivery(taskId).path("tries"));
    }

    private void awaitStatus(String taskId, String status) {
        await().untilAsserted(() ->
                assertThat(delivery(taskId).path("status").asString("")).isEqualTo(status));
    }

    private static List<JsonNode> list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }

    private static String field(Api.Answer refused) {
        return refused.body().at("/error/details/0/field").asString("");
    }
}
