package com.podi.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.contracts.event.UserRegistered;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.test.context.TestPropertySource;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
@TestPropertySource(properties = {"podi.wallet.hold.expiry-interval=PT0.2S", "podi.idempotency.purge-interval=PT0.2S"})
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

    @Autowired
    private DataSource dataSource;

    @Autowired
    private TransactionTemplate transaction;

    private Api asUser;
    private Api asWorker;
    private Api asAdmin;

    @BeforeEach
    void callers() {
        asUser = Api.onPort(port).as(tokens.user(user));
        asAdmin = Api.onPort(port).as(tokens.admin("root"));
        asWorker = Api.onPort(port).as(tokens.service("svc-task-worker"));
    }

    @AfterEach
    void noAccountIsOff() {
        assertThat(WalletCore.brokenRules(jdbc)).isEmpty();
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

        Api keyed = asWorker.with("Idempotency-Key", "nul-" + user);
        Answer refused = keyed.post("/api/wallet/v1/freeze", freezeBody("task\0", 1));
        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("taskId");
        assertThat(keyed.post("/api/wallet/v1/freeze", freezeBody("task", 1)).status())
                .as("a refusal is not remembered")
                .isEqualTo(200);
        assertThat(asWorker.post("/api/wallet/v1/confirm", Map.of("holdId", "\0"))
                        .errorCode())
                .isEqualTo("2003");
    }

    @Test
    void aQueryThatIsNoTextIsRefused() {
        Answer refused = asUser.get("/api/wallet/v1/transactions?action=%ff");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("2003");
    }

    @ParameterizedTest
    @ValueSource(strings = {"page=0", "page=-1", "pageSize=101", "page=abc"})
    void pagesOutsideTheBoundsAreRefused(String query) {
        Answer refused = asUser.get("/api/wallet/v1/transactions?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(query.split("=")[0]);
    }

    @ParameterizedTest
    @CsvSource({
        "from,+1000000000-12-31T23:59:59Z",
        "to,-1000000000-01-01T00:00:00Z",
        "from,0000-12-31T23:59:59Z",
        "to,soon"
    })
    void datesThatNoDatabaseKnowsAreRefused(String field, String date) {
        Answer refused = asUser.get("/api/wallet/v1/transactions?" + field + "=" + date.replace("+", "%2B"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void transactionsArePagedFromTheNewestAndFiltered() {
        register("evt-" + user);
        for (int task = 0; task < 3; task++) {
            confirm(freeze("task_" + task, 10), 4);
        }

        Answer last = asUser.get("/api/wallet/v1/transactions?pageSize=3&page=4");
        assertThat(last.data("/pagination/total").asInt()).isEqualTo(10);
        assertThat(last.data("/items").size()).isEqualTo(1);
        assertThat(last.text("/items/0/type")).isEqualTo("GRANT");
        assertThat(asUser.get("/api/wallet/v1/transactions?pageSize=3&page=5")
                        .data("/items")
                        .size())
                .isZero();
        Answer first = asUser.get("/api/wallet/v1/transactions?pageSize=3");
        assertThat(first.text("/items/0/type")).isEqualTo("RELEASE");
        assertThat(first.text("/items/2/type")).isEqualTo("FREEZE");
        assertThat(first.data("/items/0/balanceAfter").asInt()).isEqualTo(488);
        Answer charges = asUser.get("/api/wallet/v1/transactions?type=CHARGE&from=2020-01-01T00:00:00Z");
        assertThat(charges.data("/pagination/total").asInt()).isEqualTo(3);
        assertThat(asUser.get("/api/wallet/v1/transactions?to=2020-01-01T00:00:00Z")
                        .data("/pagination/total")
                        .asInt())
                .isZero();
    }

    @Test
    void statisticsHaveADailySeriesAndTheActions() {
        register("evt-" + user);
        confirm(freeze("task_1", 30), 20);
        release(freeze("task_2", 5));

        Answer statistics = asUser.get("/api/wallet/v1/statistics");

        assertThat(statistics.data("/totalGranted").asInt()).isEqualTo(500);
        assertThat(statistics.data("/totalSpent").asInt()).isEqualTo(20);
        assertThat(statistics.data("/totalReleased").asInt()).isEqualTo(15);
        assertThat(statistics.data("/byAction").toString()).isEqualTo("{\"upscale\":20}");
        assertThat(statistics.data("/daily").size()).isEqualTo(30);
        JsonNode today = statistics.data("/daily/29");
        assertThat(today.get("date").asString())
                .isEqualTo(LocalDate.now(ZoneOffset.UTC).toString());
        assertThat(today.get("spent").asInt()).isEqualTo(20);
        assertThat(today.get("granted").asInt()).isEqualTo(500);
        assertThat(statistics.data("/daily/0/spent").asInt()).isZero();
    }

    @Test
    void administratorsGrantAndTakeAway() {
        register("evt-" + user);

        Answer granted = grant(asAdmin, 100);
        assertThat(granted.status()).isEqualTo(200);
        assertThat(granted.data("/balance").asInt()).isEqualTo(600);
        assertThat(granted.text("/transactionId"))
                .isEqualTo(asUser.get("/api/wallet/v1/transactions").text("/items/0/id"));
        assertThat(grant(asAdmin, -50).data("/balance").asInt()).isEqualTo(550);
        assertThat(asUser.get("/api/wallet/v1/statistics").data("/totalGranted").asInt())
                .isEqualTo(550);
        assertThat(grant(asAdmin, -551).errorCode()).isEqualTo("WALLET_INSUFFICIENT");
        assertThat(balanceNow()).isEqualTo(550);
    }

    @Test
    void nobodyElseGrantsAndNothingStrangeIsGranted() {
        register("evt-" + user);

        assertThat(grant(asUser, 100).errorCode()).isEqualTo("FORBIDDEN");
        assertThat(grant(asWorker, 100).errorCode()).isEqualTo("FORBIDDEN");
        assertThat(grant(asAdmin, 0).body().at("/error/details/0/field").asString())
                .isEqualTo("points");
        assertThat(asAdmin.post("/api/wallet/v1/grants", Map.of("userId", user, "points", 5))
                        .body()
                        .at("/error/details/0/field")
                        .asString())
                .isEqualTo("reason");
        assertThat(asAdmin.post("/api/wallet/v1/grants", Map.of("userId", "nobody", "points", 5, "reason", "a mistake"))
                        .errorCode())
                .isEqualTo("USER_NOT_FOUND");
        assertThat(balanceNow()).isEqualTo(500);
    }

    @Test
    void aRepeatedGrantIsGivenOnce() {
        register("evt-" + user);
        Api keyed = asAdmin.with("Idempotency-Key", "grant-of-" + user);

        Answer first = grant(keyed, 100);
        Answer second = grant(keyed, 100);
        Answer other = grant(keyed, 101);

        assertThat(first.response().headers().firstValue("Idempotent-Replayed")).isEmpty();
        assertThat(second.response().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
        assertThat(second.data("")).isEqualTo(first.data(""));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.errorCode()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(balanceNow()).isEqualTo(600);
        assertThat(grant(Api.onPort(port).as(tokens.admin("another")).with("Idempotency-Key", "grant-of-" + user), 1)
                        .data("/balance")
                        .asInt())
                .as("another caller's key is another key")
                .isEqualTo(601);
    }

    @Test
    void oneKeyTwentyTimesAtOnceIsOneFreeze() throws Exception {
        register("evt-" + user);
        Api keyed = asWorker.with("Idempotency-Key", "key-" + user);

        List<Answer> answers =
                inParallel(20, number -> () -> keyed.post("/api/wallet/v1/freeze", freezeBody("task_1", 30)));

        assertThat(answers).allSatisfy(answer -> assertThat(
                        answer.status() == 200 || answer.errorCode().equals("IDEMPOTENCY_IN_PROGRESS"))
                .isTrue());
        assertThat(answers.stream()
                        .filter(answer -> answer.status() == 200)
                        .map(answer -> answer.text("/holdId"))
                        .distinct())
                .hasSize(1);
        assertThat(balanceNow()).isEqualTo(470);
        assertThat(keyed.post("/api/wallet/v1/freeze", freezeBody("task_2", 30)).errorCode())
                .isEqualTo("IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void aRefusalIsNotRemembered() {
        register("evt-" + user);
        Api keyed = asWorker.with("Idempotency-Key", "poor-" + user);

        assertThat(keyed.post("/api/wallet/v1/freeze", freezeBody("task_1", 501))
                        .errorCode())
                .isEqualTo("WALLET_INSUFFICIENT");
        grant(asAdmin, 1);
        assertThat(keyed.post("/api/wallet/v1/freeze", freezeBody("task_1", 501))
                        .status())
                .isEqualTo(200);
    }

    /** What the first attempt did, or may still do, is known by its operation: a refusal of the second is no reason to forget it. */
    @Test
    void aRefusalAfterAnAttemptOfUnknownEndDoesNotMakeTheNextOneAnotherOperation() throws SQLException {
        register("evt-" + user);
        String key = "unknown-" + user;
        Api keyed = asAdmin.with("Idempotency-Key", key);
        String operation = "select operation_id from idempotency_keys where key = ?";
        try (Connection other = lockedAccount()) {
            assertThat(grant(keyed, -600).status()).isEqualTo(503);
            other.rollback();
        }
        String first = jdbc.sql(operation).param(key).query(String.class).single();

        assertThat(grant(keyed, -600).errorCode()).isEqualTo("WALLET_INSUFFICIENT");
        assertThat(grant(asAdmin, 100).status()).isEqualTo(200);
        Answer done = grant(keyed, -600);

        assertThat(done.data("/balance").asInt()).isZero();
        assertThat(jdbc.sql("select once_key from ledger_entries where entry_id = ?")
                        .param(done.text("/transactionId"))
                        .query(String.class)
                        .single())
                .isEqualTo(first);
    }

    @Test
    void aCrashBetweenReservationAndAnswerDoesNotLockTheKey() {
        register("evt-" + user);
        String key = "crashed-" + user;
        Api keyed = asAdmin.with("Idempotency-Key", key);
        grant(keyed, 100);
        // As after a crash between the commit of the grant and the note of its answer.
        String forgetAnswer = "update idempotency_keys set answer = null, leased_until = now() + %s where key = ?";

        jdbc.sql(forgetAnswer.formatted("interval '1 minute'")).param(key).update();
        assertThat(grant(keyed, 100).errorCode()).isEqualTo("IDEMPOTENCY_IN_PROGRESS");
        jdbc.sql(forgetAnswer.formatted("interval '-1 second'")).param(key).update();
        assertThat(grant(keyed, 101).errorCode()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        Answer repeated = grant(keyed, 100);

        assertThat(repeated.status()).isEqualTo(200);
        assertThat(repeated.data("/balance").asInt()).isEqualTo(600);
        assertThat(balanceNow()).isEqualTo(600);
    }

    @Test
    void anAttemptWhoseKeyBecameAnothersDoesNotAnswerForIt() throws Exception {
        register("evt-" + user);
        String key = "outlived-" + user;
        CompletableFuture<Answer> late;
        try (Connection other = lockedAccount()) {
            late = CompletableFuture.supplyAsync(() -> grant(asAdmin.with("Idempotency-Key", key), 100));
            awaitSomebodyWaits();
            // As after the key was forgotten and came again, with another call that is at work now.
            jdbc.sql("update idempotency_keys set operation_id = 'another', fingerprint = 'another' where key = ?")
                    .param(key)
                    .update();
            other.rollback();
        }

        assertThat(late.get().status()).isEqualTo(200);
        assertThat(jdbc.sql("select answer is null from idempotency_keys where key = ?")
                        .param(key)
                        .query(Boolean.class)
                        .single())
                .as("the other call has no answer yet")
                .isTrue();
    }

    @Test
    void aKeyIsForgottenAfterItsDay() {
        register("evt-" + user);
        String key = "old-" + user;
        grant(asAdmin.with("Idempotency-Key", key), 100);

        jdbc.sql("update idempotency_keys set expires_at = now() where key = ?")
                .param(key)
                .update();

        assertThat(grant(asAdmin.with("Idempotency-Key", key), 5)
                        .data("/balance")
                        .asInt())
                .isEqualTo(605);
        jdbc.sql("update idempotency_keys set expires_at = now()").update();
        await().until(() -> jdbc.sql("select count(*) from idempotency_keys")
                        .query(Long.class)
                        .single()
                == 0);
    }

    @Test
    void aKeyIsVisibleAscii() {
        register("evt-" + user);

        Answer refused = grant(asAdmin.with("Idempotency-Key", "with space"), 1);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("Idempotency-Key");
        assertThat(grant(asAdmin.with("Idempotency-Key", "k".repeat(256)), 1).status())
                .isEqualTo(400);
    }

    @Test
    void anAnswerThatCameTooLateIsFoundAgainAndAnOrphanExpires() throws Exception {
        register("evt-" + user);
        CompletableFuture<Answer> late;
        try (Connection other = lockedAccount()) {
            // The caller would long have hung up; what it asked for is done all the same.
            late = CompletableFuture.supplyAsync(() -> freeze("task_1", 30));
            awaitSomebodyWaits();
            assertThat(late).isNotDone();
            other.rollback();
        }

        String holdId = late.get().text("/holdId");
        Answer found = asWorker.get("/internal/wallet/holds?userId=%s&taskId=task_1&action=upscale".formatted(user));
        assertThat(found.text("/holdId")).isEqualTo(holdId);
        assertThat(freeze("task_1", 30).text("/holdId")).isEqualTo(holdId);
        assertThat(balanceNow()).isEqualTo(470);
        jdbc.sql("update holds set expires_at = now() where hold_id = ?")
                .param(holdId)
                .update();
        await().untilAsserted(() -> assertThat(balanceNow()).isEqualTo(500));
    }

    @Test
    void theReconciliationNamesTheAccountThatIsOff() {
        register("evt-" + user);
        Answer before = asAdmin.get("/api/admin/wallet/reconciliation");
        assertThat(before.data("/balanced").asBoolean()).isTrue();
        assertThat(before.data("/accounts").asInt()).isPositive();
        assertThat(asUser.get("/api/admin/wallet/reconciliation").status()).isEqualTo(403);

        jdbc.sql("alter table accounts disable trigger accounts_change_with_entries")
                .update();
        jdbc.sql("update accounts set available_points = 501, granted_points = 501 where user_id = ?")
                .param(user)
                .update();
        try {
            Answer found = asAdmin.get("/api/admin/wallet/reconciliation");
            assertThat(found.data("/balanced").asBoolean()).isFalse();
            assertThat(found.data("/accountsOff").asInt()).isEqualTo(1);
            assertThat(found.data("/rulesBroken").asInt()).isEqualTo(3);
            assertThat(found.data("/discrepancies").values())
                    .allSatisfy(row -> assertThat(row.get("userId").asString()).isEqualTo(user))
                    .extracting(row -> row.get("rule").asString())
                    .contains("available points are the sum of the ledger", "granted points are the sum of the ledger");
            assertThat(asAdmin.get("/actuator/prometheus").response().body())
                    .contains("podi_wallet_discrepancies 3.0", "podi_wallet_accounts_off 1.0")
                    .contains("podi_wallet_reconciliation_age_seconds");
        } finally {
            jdbc.sql("update accounts set available_points = 500, granted_points = 500 where user_id = ?")
                    .param(user)
                    .update();
            jdbc.sql("alter table accounts enable trigger accounts_change_with_entries")
                    .update();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update accounts set available_points = -1 where user_id = :user",
                "update accounts set available_points = available_points + 1 where user_id = :user",
                "update accounts set spent_points = spent_points + 1 where user_id = :user",
                "update accounts set available_points = available_points - 1, frozen_points = frozen_points + 1"
                        + " where user_id = :user",
                "update accounts set available_points = available_points + 1, granted_points = granted_points + 1"
                        + " where user_id = :user",
                "update accounts set entry_count = entry_count - 1 where user_id = :user",
                "insert into accounts (user_id, available_points, granted_points) values (:user || '-rich', 1, 1)",
                "update ledger_entries set reason = 'changed' where user_id = :user",
                "delete from ledger_entries where user_id = :user",
                "truncate ledger_entries",
                "update holds set status = 'CONFIRMED' where user_id = :user and status = 'RELEASED'",
                "update holds set points = 1 where user_id = :user and status = 'HELD'",
                "update holds set charged_points = 1 where user_id = :user and status = 'HELD'",
                "delete from holds where user_id = :user",
                "insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta, balance_after)"
                        + " values ('double', :user, 1, 'GRANT', 1, 0, 1)",
                "insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta, balance_after,"
                        + " hold_id) select 'again', user_id, 99, 'EXPIRE', 5, -5, 1, hold_id from holds"
                        + " where user_id = :user and status = 'RELEASED'",
            })
    void theDatabaseRefusesWhatTheRulesForbid(String statement) {
        register("evt-" + user);
        release(freeze("task_1", 5));
        freeze("task_2", 5);

        assertThatThrownBy(() -> jdbc.sql(statement).param("user", user).update())
                .isInstanceOf(DataAccessException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "the next number and balance, of a grant | 1 | 5 | 0 | 5 | GRANT | | true",
                "a number left out                       | 2 | 5 | 0 | 5 | GRANT | | false",
                "a balance that is not the one after it  | 1 | 5 | 0 | 6 | GRANT | | false",
                "a freeze of another user's hold         | 1 | -5 | 5 | -5 | FREEZE | other | false",
                "a charge of more than was confirmed     | 1 | 0 | -4 | 0 | CHARGE | confirmed | false",
                "a charge of a hold that is held         | 1 | 0 | -5 | 0 | CHARGE | held | false",
                "a return of more than was not charged   | 1 | 3 | -3 | 3 | RELEASE | confirmed | false",
                "an expiry of a hold that is held        | 1 | 5 | -5 | 5 | EXPIRE | held | false",
            })
    void anEntryAgreesWithTheOneBeforeItAndWithItsAccountAndItsHold(
            String what, int number, int available, int frozen, int after, String type, String hold, boolean taken) {
        register("evt-" + user);
        freeze("task_1", 20);
        Throwable refused = catchThrowable(() -> transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            Map<String, String> holds = holdsOfEveryKind();
            jdbc.sql("""
                            update accounts
                            set available_points = available_points + :available, frozen_points = frozen_points + :frozen,
                                granted_points = granted_points + :available + :frozen, entry_count = entry_count + :number
                            where user_id = :user
                            """)
                    .param("available", available)
                    .param("frozen", frozen)
                    .param("number", number)
                    .param("user", user)
                    .update();
            jdbc.sql("""
                            insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta,
                                                        balance_after, hold_id)
                            select 'odd-' || user_id, user_id, entry_count, :type, :available, :frozen,
                                   available_points - :available + :after, :hold
                            from accounts where user_id = :user
                            """)
                    .param("type", type)
                    .param("available", available)
                    .param("frozen", frozen)
                    .param("after", after)
                    .param("hold", hold == null ? null : holds.get(hold))
                    .param("user", user)
                    .update();
        }));

        if (taken) {
            assertThat(refused).isNull();
        } else {
            assertThat(refused).hasMessageContaining("does not follow the one before it");
        }
    }

    /** No entry speaks of them yet. */
    private Map<String, String> holdsOfEveryKind() {
        String other = user + "-other";
        jdbc.sql("insert into accounts (user_id) values (?)").param(other).update();
        jdbc.sql("""
                        insert into holds (hold_id, frozen_by, user_id, task_id, action, points, charged_points, status,
                                           expires_at, ended_at)
                        values ('other-' || :user, 'w', :user || '-other', 'a', 'a', 5, 0, 'HELD', now(), null),
                               ('held-' || :user, 'w', :user, 'b', 'a', 5, 0, 'HELD', now(), null),
                               ('confirmed-' || :user, 'w', :user, 'c', 'a', 5, 3, 'CONFIRMED', now(), now())
                        """).param("user", user).update();
        return Map.of("other", "other-" + user, "held", "held-" + user, "confirmed", "confirmed-" + user);
    }

    /** While a new version is rolled out, the one before it goes on writing as it did. */
    @Test
    void theVersionBeforeThisOneStillRunsAgainstTheseTables() {
        register("evt-" + user);
        transaction.executeWithoutResult(status -> {
            jdbc.sql("insert into holds (hold_id, frozen_by, user_id, task_id, action, points, status, expires_at)"
                            + " values ('old-' || ?, 'svc-task-worker', ?, 't', 'upscale', 30, 'HELD', now())")
                    .params(user, user)
                    .update();
            jdbc.sql("update accounts set available_points = available_points - 30, frozen_points = frozen_points + 30,"
                            + " entry_count = entry_count + 1 where user_id = ?")
                    .param(user)
                    .update();
            appendAsBefore("FREEZE", -30, 30, 470);
        });
        transaction.executeWithoutResult(status -> {
            jdbc.sql("update holds set status = 'CONFIRMED', charged_points = 30, ended_at = now()"
                            + " where hold_id = 'old-' || ?")
                    .param(user)
                    .update();
            jdbc.sql("update accounts set frozen_points = frozen_points - 30, spent_points = spent_points + 30,"
                            + " entry_count = entry_count + 1 where user_id = ?")
                    .param(user)
                    .update();
            appendAsBefore("CHARGE", 0, -30, 470);
            jdbc.sql("insert into spent_by_action values (?, 'upscale', 30)")
                    .param(user)
                    .update();
            jdbc.sql("update points_by_day set spent = spent + 30 where user_id = ?")
                    .param(user)
                    .update();
        });

        confirm(freeze("task_1", 10), null);
        assertThat(asUser.get("/api/wallet/v1/statistics").data("/totalSpent").asInt())
                .isEqualTo(40);
        assertThat(asUser.get("/api/wallet/v1/transactions")
                        .data("/pagination/total")
                        .asInt())
                .isEqualTo(5);
    }

    private void appendAsBefore(String type, long available, long frozen, long after) {
        jdbc.sql("insert into ledger_entries (entry_id, user_id, entry_no, type, available_delta, frozen_delta,"
                        + " balance_after, hold_id, task_id, action)"
                        + " select ?, user_id, entry_count, ?, ?, ?, ?, 'old-' || user_id, 't', 'upscale'"
                        + " from accounts where user_id = ?")
                .params("old-" + type + user, type, available, frozen, after, user)
                .update();
    }

    private Connection lockedAccount() throws SQLException {
        Connection other = dataSource.getConnection();
        other.setAutoCommit(false);
        try (PreparedStatement lock = other.prepareStatement("select 1 from accounts where user_id = ? for update")) {
            lock.setString(1, user);
            lock.execute();
        }
        return other;
    }

    private void awaitSomebodyWaits() {
        await().pollInterval(Duration.ofMillis(20))
                .until(() -> jdbc.sql("select count(*) from pg_stat_activity"
                                        + " where wait_event_type = 'Lock' and datname = current_database()")
                                .query(Long.class)
                                .single()
                        > 0);
    }

    private Answer grant(Api api, long points) {
        return api.post("/api/wallet/v1/grants", Map.of("userId", user, "points", points, "reason", "test"));
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
