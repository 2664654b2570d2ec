package com.podi.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.contracts.event.UserRegistered;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
@TestPropertySource(properties = "podi.wallet.hold.expiry-interval=PT0.2S")
class WalletIT {

    private final TestTokens tokens = TestTokens.start();
    private final String user = UUID.randomUUID().toString();

    @LocalServerPort
    private int port;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    private Api asUser;
    private Api asWorker;

    @BeforeEach
    void callers() {
        asUser = Api.onPort(port).as(tokens.user(user));
        asWorker = Api.onPort(port).as(tokens.service("svc-task-worker"));
    }

    @AfterEach
    void everyAccountIsTheSumOfItsLedger() {
        assertThat(jdbc.sql("""
                                select a.user_id from accounts a left join ledger_entries l using (user_id)
                                group by a.user_id
                                having a.available_points <> coalesce(sum(l.available_delta), 0)
                                    or a.frozen_points <> coalesce(sum(l.frozen_delta), 0)
                                    or a.frozen_points <> coalesce((select sum(points) from holds h
                                        where h.user_id = a.user_id and h.status = 'HELD'), 0)
                                """).query(String.class).list()).isEmpty();
    }

    @Test
    void aNewUserGetsTheWelcomeGrantOnceHoweverOftenTheEventComes() {
        register("evt-" + user);
        register("evt-" + user);
        register("another-event-" + user);

        assertThat(balance()).isEqualTo(500);
        await().during(Duration.ofMillis(500)).until(() -> balance() == 500);
        Answer page = asUser.get("/api/wallet/v1/transactions");
        assertThat(page.data("/pagination/total").asInt()).isEqualTo(1);
        assertThat(page.text("/items/0/type")).isEqualTo("GRANT");
        assertThat(page.data("/items/0/points").asInt()).isEqualTo(500);
    }

    @Test
    void anEventNobodyCanReadDoesNotStopTheOnesBehindIt() {
        kafka.send(Topics.USER, user, "{ this is not JSON");
        register("evt-" + user);

        assertThat(balance()).isEqualTo(500);
    }

    @Test
    void freezingAndConfirmingChargesThePoints() {
        register("evt-" + user);

        Answer frozen = freeze("task_1", 30);
        assertThat(frozen.status()).isEqualTo(200);
        assertThat(frozen.data("/balance").asInt()).isEqualTo(470);
        assertThat(frozen.data("/frozen").asInt()).isEqualTo(30);

        Answer confirmed = confirm(frozen, null);
        assertThat(confirmed.text("/status")).isEqualTo("CONFIRMED");
        assertThat(confirmed.data("/frozen").asInt()).isZero();
        assertThat(asUser.get("/api/wallet/v1/statistics").data("/totalSpent").asInt())
                .isEqualTo(30);
        assertThat(asUser.get("/api/wallet/v1/statistics")
                        .data("/byAction/upscale")
                        .asInt())
                .isEqualTo(30);
    }

    @Test
    void confirmingAPartGivesTheRestBack() {
        register("evt-" + user);

        Answer confirmed = confirm(freeze("task_1", 30), 10);

        assertThat(confirmed.data("/balance").asInt()).isEqualTo(490);
        assertThat(confirmed.data("/frozen").asInt()).isZero();
    }

    @Test
    void confirmingMoreThanIsHeldIsRefused() {
        register("evt-" + user);

        Answer refused = confirm(freeze("task_1", 30), 31);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("points");
    }

    @Test
    void freezingTwiceForOneTaskReturnsTheSameHold() {
        register("evt-" + user);

        Answer first = freeze("task_1", 30);
        Answer second = freeze("task_1", 30);
        Answer other = freeze("task_1", 31);

        assertThat(second.text("/holdId")).isEqualTo(first.text("/holdId"));
        assertThat(second.data("/balance").asInt()).isEqualTo(470);
        assertThat(other.errorCode()).isEqualTo("WALLET_HOLD_CONFLICT");
    }

    @Test
    void aHoldIsFoundAgainByItsTask() {
        register("evt-" + user);
        Answer frozen = freeze("task_1", 30);

        String query = "/internal/wallet/holds?userId=%s&taskId=%s&action=upscale";
        assertThat(asWorker.get(query.formatted(user, "task_1")).text("/holdId"))
                .isEqualTo(frozen.text("/holdId"));
        assertThat(asWorker.get(query.formatted(user, "task_2")).errorCode()).isEqualTo("WALLET_HOLD_NOT_FOUND");
        assertThat(asUser.get(query.formatted(user, "task_1")).status()).isEqualTo(403);
    }

    @Test
    void aReleasedHoldCannotBeConfirmedAndRepeatsAnswerAlike() {
        register("evt-" + user);
        Answer frozen = freeze("task_1", 30);

        assertThat(release(frozen).data("/balance").asInt()).isEqualTo(500);
        assertThat(release(frozen).status()).isEqualTo(200);
        assertThat(confirm(frozen, null).errorCode()).isEqualTo("WALLET_HOLD_CONFLICT");
    }

    @Test
    void aConfirmedHoldCannotBeReleasedAndRepeatsAnswerAlike() {
        register("evt-" + user);
        Answer frozen = freeze("task_1", 30);

        assertThat(confirm(frozen, null).status()).isEqualTo(200);
        assertThat(confirm(frozen, null).status()).isEqualTo(200);
        assertThat(release(frozen).errorCode()).isEqualTo("WALLET_HOLD_CONFLICT");
    }

    @Test
    void anOverdueHoldGoesBackToTheUser() {
        register("evt-" + user);
        Answer frozen = freeze("task_1", 30);

        jdbc.sql("update holds set expires_at = now() where hold_id = ?")
                .param(frozen.text("/holdId"))
                .update();

        await().untilAsserted(() -> assertThat(balanceNow()).isEqualTo(500));
        assertThat(confirm(frozen, null).errorCode()).isEqualTo("WALLET_HOLD_CONFLICT");
    }

    @Test
    void thePointsOfTenFreezesAreGivenToTenOfAHundred() throws Exception {
        register("evt-" + user);

        List<Answer> answers = inParallel(100, number -> () -> freeze("task_" + number, 50));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.errorCode().equals("WALLET_INSUFFICIENT"))
                .hasSize(90);
    }

    @Test
    void confirmAndReleaseAtTheSameMomentHaveOneWinner() throws Exception {
        register("evt-" + user);
        Answer frozen = freeze("task_1", 30);

        List<Answer> answers =
                inParallel(20, number -> () -> number % 2 == 0 ? confirm(frozen, null) : release(frozen));

        assertThat(answers).filteredOn(answer -> answer.status() == 200).hasSize(10);
        assertThat(answers)
                .filteredOn(answer -> answer.errorCode().equals("WALLET_HOLD_CONFLICT"))
                .hasSize(10);
    }

    @Test
    void aUserTouchesOwnPointsOnly() {
        register("evt-" + user);
        Answer frozen = freeze("task_1", 30);
        Api stranger = Api.onPort(port).as(tokens.user("stranger"));

        assertThat(stranger.post("/api/wallet/v1/freeze", freezeBody("task_2", 1))
                        .status())
                .isEqualTo(403);
        assertThat(stranger.post("/api/wallet/v1/release", Map.of("holdId", frozen.text("/holdId")))
                        .errorCode())
                .isEqualTo("WALLET_HOLD_NOT_FOUND");
        assertThat(asUser.post("/api/wallet/v1/release", Map.of("holdId", frozen.text("/holdId")))
                        .errorCode())
                .isEqualTo("WALLET_HOLD_NOT_FOUND");
        assertThat(stranger.get("/api/wallet/v1/transactions?userId=" + user).status())
                .isEqualTo(403);
        assertThat(Api.onPort(port).get("/api/wallet/v1/transactions").errorCode())
                .isEqualTo("1003");
    }

    @Test
    void withoutAnAccountThereIsNothingToFreeze() {
        assertThat(freeze("task_1", 1).errorCode()).isEqualTo("WALLET_INSUFFICIENT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-50", "1.5", "1e18", "\"50\"", "null"})
    void pointsAreWholePositiveNumbers(String points) {
        Answer refused = asUser.post(
                "/api/wallet/v1/freeze",
                "{\"userId\":\"%s\",\"taskId\":\"t\",\"action\":\"a\",\"points\":%s}".formatted(user, points));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("points");
    }

    @Test
    void whatTheDatabaseCannotHoldIsTheCallersFault() {
        register("evt-" + user);

        assertThat(freeze("task\0", 1).errorCode()).isEqualTo("2003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "page=-1", "pageSize=101", "page=abc"})
    void pagesOutsideTheBoundsAreRefused(String query) {
        Answer refused = asUser.get("/api/wallet/v1/transactions?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(query.split("=")[0]);
    }

    private void register(String eventId) {
        UserRegistered data = new UserRegistered(user, "name", "name@example.com", Instant.now());
        EventEnvelope event = new EventEnvelope(eventId, data.type(), 1, Instant.now(), user, json.valueToTree(data));
        kafka.send(Topics.USER, user, json.writeValueAsString(event)).join();
        await().atMost(Duration.ofSeconds(30)).until(() -> balanceNow() > 0);
    }

    private long balance() {
        return await().until(this::balanceNow, points -> points > 0);
    }

    private long balanceNow() {
        return asUser.get("/api/wallet/v1/statistics").data("/balance").asLong();
    }

    private Answer freeze(String taskId, long points) {
        return asWorker.post("/api/wallet/v1/freeze", freezeBody(taskId, points));
    }

    private Map<String, Object> freezeBody(String taskId, long points) {
        return Map.of("userId", user, "taskId", taskId, "action", "upscale", "points", points, "channel", "test");
    }

    private Answer confirm(Answer frozen, Integer points) {
        Map<String, Object> body = points == null
                ? Map.of("holdId", frozen.text("/holdId"))
                : Map.of("holdId", frozen.text("/holdId"), "points", points);
        return asWorker.post("/api/wallet/v1/confirm", body);
    }

    private Answer release(Answer frozen) {
        return asWorker.post("/api/wallet/v1/release", Map.of("holdId", frozen.text("/holdId")));
    }

    private interface Numbered {
        Callable<Answer> task(int number);
    }

    private static List<Answer> inParallel(int count, Numbered calls) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Callable<Answer>> tasks = java.util.stream.IntStream.range(0, count)
                    .mapToObj(calls::task)
                    .toList();
            return threads.invokeAll(tasks).stream().map(WalletIT::result).toList();
        } finally {
            threads.shutdownNow();
        }
    }

    private static Answer result(Future<Answer> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
