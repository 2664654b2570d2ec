package com.podi.coze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class CozeIT extends CozeServiceIT {

    private static final String PICTURE = "https://shop.example/cat.png";

    @Autowired
    private JdbcClient jdbc;

    @AfterEach
    void everythingIsAsItWas() {
        PLATFORM.knowsItsNodes(true);
        PLATFORM.letGo();
    }

    @Test
    void anybodyMayImportTheDocument() {
        Answer document = stranger().get(DOCUMENT);

        assertThat(document.status()).isEqualTo(200);
        CozeRules.assertImportable(document.body());
        assertThat(document.body().at("/servers/0/url").asString()).isEqualTo("https://podi.example");
        assertThat(document.body().at("/paths").propertyNames()).contains(TASK_GET, QUEUE_SUMMARY, UPSCALE, PATTERN);
        assertThat(document.response().headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly("*");
        assertThat(document.response().headers().firstValue("Content-Type")).hasValue("application/json");
    }

    @Test
    void theDocumentIsSentAgainOnlyWhenItChanged() {
        String version =
                stranger().get(DOCUMENT).response().headers().firstValue("ETag").orElseThrow();

        Answer same = stranger().with("If-None-Match", version).get(DOCUMENT);
        assertThat(same.status()).isEqualTo(304);
        assertThat(same.response().body()).isEmpty();
        assertThat(stranger().with("If-None-Match", "\"other\"").get(DOCUMENT).status())
                .isEqualTo(200);
    }

    @Test
    void theDocumentIsTheSameForEveryHost() throws Exception {
        String body = stranger().get(DOCUMENT).response().body();

        assertThat(stranger()
                        .with("X-Forwarded-Host", "evil.example")
                        .with("Forwarded", "host=evil.example")
                        .get(DOCUMENT)
                        .response()
                        .body())
                .isEqualTo(body);
        HttpRequest other = HttpRequest.newBuilder(URI.create("http://localhost:%d%s".formatted(port, DOCUMENT)))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(other, BodyHandlers.ofString())
                        .body())
                .isEqualTo(body);
    }

    @Test
    void theDocumentFollowsTheCatalogue() {
        String added = "/api/coze/podi/tools/podi/tile";
        assertThat(document().at("/paths").propertyNames()).doesNotContain(added);
        PLATFORM.offer(List.of(
                Examples.upscale(),
                Examples.patternExtraction(),
                Examples.ability("podi", "tile", "tool", true, false, List.of(Examples.field("columns", "integer")))));
        try {
            awaitAfterEvent(
                    () -> assertThat(document().at("/paths").propertyNames()).contains(added, UPSCALE));
            CozeRules.assertImportable(document());
        } finally {
            PLATFORM.offer(Examples.all());
        }
        awaitAfterEvent(
                () -> assertThat(document().at("/paths").propertyNames()).doesNotContain(added));
        assertThat(errorCodeOf(trusted().post(added, Map.of()))).isEqualTo("ABILITY_NOT_FOUND");
    }

    @Test
    void aQuickToolAnswersWithItsResult() {
        Answer answer = trusted().post(UPSCALE, Map.of("url", unique(), "scale", "4"));

        assertFits(answer, UPSCALE);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().at("/code").asInt()).isEqualTo(200);
        assertThat(answer.body().at("/status").asString()).isEqualTo("completed");
        assertThat(answer.body().at("/imageUrl").asString()).isEqualTo("http://store/result.png?signed");
        assertThat(answer.body().at("/imageUrls")).hasSize(1);
        assertThat(answer.body().at("/text").asString()).isEqualTo("as wanted");
        assertThat(answer.body().at("/requestId").asString()).isEqualTo("4bf92f");
        JsonNode submission = lastSubmission();
        assertThat(submission.at("/abilityId").asString()).isEqualTo("podi_upscale");
        assertThat(submission.at("/inputs")).isEqualTo(json.readTree("{\"scale\":4}"));
        assertThat(submission.at("/images/0/url").asString()).startsWith(PICTURE);
    }

    @Test
    void aQuickToolThatTakesLongerAnswersWithItsTask() {
        Answer answer = trusted().post(UPSCALE, Map.of("imageUrl", unique(), "prompt", "running"));

        assertFits(answer, UPSCALE);
        assertThat(answer.body().at("/code").asInt()).isEqualTo(200);
        assertThat(answer.body().at("/status").asString()).isEqualTo("running");
        assertThat(answer.body().at("/taskId").asString()).startsWith("task_");
        assertThat(answer.body().at("/pollAfterSeconds").asInt()).isPositive();
        assertThat(answer.body().at("/executorId").asString()).isEqualTo("exec_1");
        Answer later = trusted()
                .post(TASK_GET, Map.of("taskId", answer.body().at("/taskId").asString()));
        assertFits(later, TASK_GET);
        assertThat(later.body().at("/status").asString()).isEqualTo("running");
    }

    @Test
    void aTaskThatCannotBeSeenForAMomentIsWaitedForAllTheSame() {
        Answer answer = trusted().post(UPSCALE, Map.of("url", unique(), "prompt", "away for a moment"));

        assertThat(answer.body().at("/status").asString())
                .as("%s", answer.body())
                .isEqualTo("completed");
    }

    @Test
    void aTaskThatNobodySeesAnyMoreIsAnsweredAsItWasSeenLast() {
        PLATFORM.holdLooks();

        Answer answer = trusted().post(UPSCALE, Map.of("url", unique(), "prompt", "running"));

        assertFits(answer, UPSCALE);
        assertThat(answer.body().at("/code").asInt()).isEqualTo(200);
        assertThat(answer.body().at("/status").asString()).isEqualTo("running");
        assertThat(taskOf(answer)).startsWith("task_");
        assertThat(answer.body().at("/pollAfterSeconds").asInt()).isPositive();
    }

    @Test
    void everyAnswerIsThereBeforeTheGatewayGivesUp() {
        PLATFORM.holdLooks();
        PLATFORM.holdSubmits();
        Instant began = Instant.now();

        CompletableFuture<Answer> reading =
                CompletableFuture.supplyAsync(() -> taskGet(Map.of("taskId", "task_done", "waitSeconds", 20)));
        Answer submitted = trusted().post(UPSCALE, Map.of("url", unique()));
        Answer read = reading.join();

        // Neither service answers for a minute.
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(50));
        assertFits(submitted, UPSCALE);
        assertThat(errorCodeOf(submitted)).isEqualTo("SERVICE_UNAVAILABLE");
        assertFits(read, TASK_GET);
        assertThat(errorCodeOf(read)).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(read.body().has("status")).isFalse();
    }

    @Test
    void aToolOnComfyuiAnswersAtOnce() {
        Answer answer = trusted().post(PATTERN, Map.of("url", unique(), "prompt", "queued"));

        assertFits(answer, PATTERN);
        assertThat(answer.body().at("/status").asString()).isEqualTo("queued");
        assertThat(taskOf(answer)).startsWith("task_");
        assertThat(PLATFORM.lookedAt()).doesNotContain(taskOf(answer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "400 2001 failed",
                "409 3002 canceled",
                "429 QUEUE_FULL no room",
                "402 WALLET_INSUFFICIENT no money",
                "400 ABILITY_INPUT_INVALID nonsense",
                "503 SERVICE_UNAVAILABLE lost answer"
            })
    void whatDoesNotWorkIsAnAnswerToo(String expectation) {
        String[] expected = expectation.split(" ", 3);

        Answer answer = trusted().post(UPSCALE, Map.of("url", unique(), "prompt", expected[2]));

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer, UPSCALE);
        assertThat(answer.body().at("/code").asString()).isEqualTo(expected[0]);
        assertThat(errorCodeOf(answer)).isEqualTo(expected[1]);
        assertThat(answer.body().at("/status").asString())
                .isEqualTo(expected[2].equals("canceled") ? "canceled" : "failed");
        assertThat(answer.body().at("/message").asString()).isNotBlank();
        if (expected[2].equals("nonsense")) {
            assertThat(answer.body().at("/message").asString()).isEqualTo("scale: 缩放倍数必须是2、4或8");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tos-cn-i-abc/cat.png", "file:///etc/passwd", "7"})
    void aPictureThatIsNoAddressIsRefusedInWords(String picture) {
        int before = PLATFORM.submissions().size();

        Answer answer = trusted().post(UPSCALE, Map.of("url", picture));

        assertFits(answer, UPSCALE);
        assertThat(errorCodeOf(answer)).isEqualTo("URL_NOT_ALLOWED");
        assertThat(answer.body().at("/message").asString()).startsWith("url: ");
        assertThat(PLATFORM.submissions()).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not JSON", "[]", "\"text\""})
    void whatIsNoObjectIsRefusedInWords(String body) {
        Answer answer = trusted().post(UPSCALE, body);

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer, UPSCALE);
        assertThat(errorCodeOf(answer)).isEqualTo("2003");
    }

    @ParameterizedTest
    @ValueSource(strings = {UPSCALE, TASK_GET, QUEUE_SUMMARY})
    void whatCannotBeReadIsACallLikeAnyOther(String path) {
        String logId = UUID.randomUUID().toString();

        Answer answer = trusted().with("X-Tt-Logid", logId).post(path, "{\"url\":");

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer, path);
        assertThat(errorCodeOf(answer)).isEqualTo("2003");
        assertThat(answer.body().at("/message").asString()).startsWith("body: ");
        assertThat(jdbc.sql("select tool from tool_calls where coze_log_id = ? and code = 400")
                        .param(logId)
                        .query(String.class)
                        .list())
                .containsExactly(path);
        Api one = trusted();
        assertThat(IntStream.range(0, CALLS_PER_MINUTE * 4)
                        .mapToObj(number -> errorCodeOf(one.post(path, "{\"url\":")))
                        .anyMatch("RATE_LIMITED"::equals))
                .isTrue();
    }

    @Test
    void theSameCallAgainIsTheSameTask() {
        Map<String, String> call = Map.of("url", unique());
        Api user = trusted().with("X-Aiplugin-Connector-Identifier", "user-1");

        String first = taskOf(user.post(UPSCALE, call));

        assertThat(taskOf(user.post(UPSCALE, call))).isEqualTo(first);
        // An empty text is none, and what nobody knows changes nothing.
        assertThat(taskOf(user.post(UPSCALE, Map.of("url", call.get("url"), "scale", "", "other", 1))))
                .isEqualTo(first);
        assertThat(taskOf(user.post(UPSCALE, Map.of("url", call.get("url"), "scale", 8))))
                .isNotEqualTo(first);
        assertThat(taskOf(user.post(PATTERN, call))).isNotEqualTo(first);
        assertThat(taskOf(trusted()
                        .with("X-Aiplugin-Connector-Identifier", "user-2")
                        .post(UPSCALE, call)))
                .isNotEqualTo(first);
        assertThat(taskOf(stranger()
                        .as(TOKEN)
                        .with("X-Aiplugin-Connector-Identifier", "user-1")
                        .post(UPSCALE, call)))
                .isNotEqualTo(first);
    }

    @Test
    void aMinuteAfterTheFirstTheSameCallIsAnotherTask() {
        Map<String, String> call = Map.of("url", unique());
        String first = taskOf(trusted().post(UPSCALE, call));

        later(Duration.ofSeconds(55));
        assertThat(taskOf(trusted().post(UPSCALE, call))).isEqualTo(first);
        later(Duration.ofSeconds(6));
        assertThat(taskOf(trusted().post(UPSCALE, call))).isNotEqualTo(first);
    }

    @Test
    void theSameCallManyTimesAtOnceIsOneTask() throws Exception {
        Map<String, String> call = Map.of("url", unique());
        Set<String> tasks = ConcurrentHashMap.newKeySet();

        AtOnce.call(8, 16, number -> tasks.add(taskOf(trusted().post(UPSCALE, call))));

        assertThat(tasks).hasSize(1);
    }

    @Test
    void withTheFirstCallThatIsNotRefusedTheMinuteBegins() {
        Map<String, String> call = Map.of("url", unique(), "prompt", "no money at first");
        assertThat(errorCodeOf(trusted().post(UPSCALE, call))).isEqualTo("WALLET_INSUFFICIENT");
        later(Duration.ofSeconds(55));

        String task = taskOf(trusted().post(UPSCALE, call));

        assertThat(task).startsWith("task_");
        later(Duration.ofSeconds(55));
        assertThat(taskOf(trusted().post(UPSCALE, call))).isEqualTo(task);
        later(Duration.ofSeconds(6));
        assertThat(taskOf(trusted().post(UPSCALE, call))).isNotEqualTo(task);
    }

    @Test
    void theTwinOfARefusedCallAndTheCallAfterBothAreOneTask() {
        Map<String, String> call = Map.of("url", unique(), "prompt", "no money at first");
        int twins = PLATFORM.twins();
        PLATFORM.holdSubmits();
        CompletableFuture<Answer> first =
                CompletableFuture.supplyAsync(() -> trusted().post(UPSCALE, call));
        await().until(PLATFORM::isHeld);
        CompletableFuture<Answer> twin =
                CompletableFuture.supplyAsync(() -> trusted().post(UPSCALE, call));
        await().until(() -> PLATFORM.twins() > twins);
        PLATFORM.letGo();

        assertThat(errorCodeOf(first.join())).isEqualTo("WALLET_INSUFFICIENT");
        assertThat(taskOf(twin.join())).startsWith("task_");
        assertThat(taskOf(trusted().post(UPSCALE, call))).isEqualTo(taskOf(twin.join()));
    }

    @Test
    void aCallWhoseAnswerWasLostIsNotPaidTwice() {
        Map<String, String> call = Map.of("url", unique(), "prompt", "lost answer");
        int before = PLATFORM.submissions().size();

        trusted().post(UPSCALE, call);
        trusted().post(UPSCALE, call);

        assertThat(PLATFORM.submissions()).hasSize(before + 1);
    }

    @Test
    void aTaskIsAnsweredBareAndAsTheDocumentSays() {
        Answer answer = taskGet(Map.of("taskId", "task_done"));

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer, TASK_GET);
        assertThat(answer.body().at("/status").asString()).isEqualTo("completed");
        assertThat(answer.body().at("/imageUrl").asString()).isEqualTo("http://store/result.png?signed");
        assertThat(answer.body().at("/requestId").asString()).isEqualTo("4bf92f");
    }

    @Test
    void aTaskThatFailedWasFound() {
        Answer answer = taskGet(Map.of("taskId", "task_failed"));

        assertFits(answer, TASK_GET);
        assertThat(answer.body().at("/code").asInt()).isEqualTo(200);
        assertThat(answer.body().at("/status").asString()).isEqualTo("failed");
        assertThat(errorCodeOf(answer)).isEqualTo("2001");
    }

    @Test
    void theEndOfATaskIsWaitedFor() {
        assertThat(taskGet(Map.of("taskId", "task_slow")).body().at("/status").asString())
                .isEqualTo("running");
        assertThat(taskGet(Map.of("taskId", "task_slow", "waitSeconds", "20"))
                        .body()
                        .at("/status")
                        .asString())
                .isEqualTo("completed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "404 3001 {\"taskId\":\"task_unknown\"}",
                "404 3001 {\"taskId\":\"task_done/details\"}",
                "404 3001 {\"taskId\":\"events\"}",
                "400 TASK_ID_REQUIRED {\"taskId\":\"\",\"waitSeconds\":0}",
                "400 TASK_ID_REQUIRED {}",
                "400 2003 {\"taskId\":[]}",
                "400 2003 {\"taskId\":\"task_done\",\"waitSeconds\":\"a while\"}",
                "400 2003 not JSON"
            })
    void aRefusalIsAnAnswerToo(String expectation) {
        String[] expected = expectation.split(" ", 3);

        Answer answer = taskGet(expected[2]);

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer, TASK_GET);
        assertThat(answer.body().at("/code").asString()).isEqualTo(expected[0]);
        assertThat(errorCodeOf(answer)).isEqualTo(expected[1]);
        assertThat(answer.body().at("/status").asString()).isEqualTo("failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"503 SERVICE_UNAVAILABLE task_lost", "429 RATE_LIMITED task_of_many"})
    void aTaskOfWhichNobodyKnowsHowItStandsHasNotFailed(String expectation) {
        String[] expected = expectation.split(" ");

        Answer answer = taskGet(Map.of("taskId", expected[2]));

        assertFits(answer, TASK_GET);
        assertThat(answer.body().at("/code").asString()).isEqualTo(expected[0]);
        assertThat(errorCodeOf(answer)).isEqualTo(expected[1]);
        assertThat(answer.body().has("status")).isFalse();
        assertThat(answer.body().at("/pollAfterSeconds").asInt()).isPositive();
    }

    @Test
    void theQueuesAreTold() {
        Answer answer = trusted().post(QUEUE_SUMMARY, Map.of("executorIds", "exec_1, exec_2"));

        assertFits(answer, QUEUE_SUMMARY);
        assertThat(answer.body().at("/code").asInt()).isEqualTo(200);
        assertThat(answer.body().at("/totalPending").asInt()).isEqualTo(4);
        assertThat(PLATFORM.queueQuestions()).last().isEqualTo("executorIds=exec_1,exec_2");
        assertThat(answer.body().at("/servers/1/online").asBoolean()).isFalse();
        assertThat(answer.body().at("/servers/1/running").asInt(-1)).isZero();
        // Where a node stands is nothing for a talk.
        assertThat(answer.response().body()).doesNotContain("10.0.0.");
        assertThat(trusted()
                        .call("POST", QUEUE_SUMMARY, null)
                        .body()
                        .at("/totalCount")
                        .asInt())
                .isEqualTo(5);
        assertThat(PLATFORM.queueQuestions()).last().isEqualTo("null");
    }

    @Test
    void thatNobodyKnowsTheQueuesIsAnAnswerToo() {
        PLATFORM.knowsItsNodes(false);

        Answer answer = trusted().post(QUEUE_SUMMARY, Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer, QUEUE_SUMMARY);
        assertThat(errorCodeOf(answer)).isEqualTo("SERVICE_UNAVAILABLE");
        assertThat(answer.body().at("/message").asString()).contains("ComfyUI");
    }

    @Test
    void strangersNeedTheToken() {
        for (String path : List.of(TASK_GET, UPSCALE, QUEUE_SUMMARY, "/api/coze/podi/mcp", "/api/coze/podi/nothing")) {
            Answer refused = stranger().post(path, Map.of("taskId", "task_done"));
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.errorCode()).isEqualTo("INTERNAL_ONLY");
            assertThat(stranger().as("wrong").post(path, Map.of()).errorCode()).isEqualTo("INTERNAL_ONLY");
        }
        for (Api known : List.of(
                stranger().as(TOKEN),
                stranger().with("Authorization", TOKEN),
                stranger().with("X-PODI-Api-Key", "to come"))) {
            assertThat(known.post(TASK_GET, Map.of("taskId", "task_done"))
                            .body()
                            .at("/code")
                            .asInt())
                    .isEqualTo(200);
        }
    }

    @Test
    void aPageInABrowserIsNotTrustedForWhereTheBrowserStands() {
        Api page = trusted().with("Origin", "http://rebound.example");

        for (String path : List.of(TASK_GET, UPSCALE, QUEUE_SUMMARY, "/api/coze/podi/mcp")) {
            assertThat(page.post(path, Map.of("taskId", "task_done")).errorCode())
                    .isEqualTo("INTERNAL_ONLY");
        }
        assertThat(page.as(TOKEN)
                        .post(TASK_GET, Map.of("taskId", "task_done"))
                        .body()
                        .at("/code")
                        .asInt())
                .isEqualTo(200);
    }

    @Test
    void whoCallsTooOftenIsToldSo() {
        Api one = trusted();

        Answer last = IntStream.range(0, CALLS_PER_MINUTE * 4)
                .mapToObj(number -> one.post(TASK_GET, Map.of()))
                .filter(answer -> errorCodeOf(answer).equals("RATE_LIMITED"))
                .findFirst()
                .orElseThrow();

        assertThat(last.status()).isEqualTo(200);
        assertFits(last, TASK_GET);
        assertThat(last.body().has("status")).isFalse();
        assertThat(last.body().at("/pollAfterSeconds").asInt()).isPositive();
        assertThat(errorCodeOf(trusted().post(TASK_GET, Map.of()))).isEqualTo("TASK_ID_REQUIRED");
    }

    @Test
    void everyCallIsLoggedWithWhatCozeSaysOfIt() {
        String logId = UUID.randomUUID().toString();
        Answer answer = stranger()
                .as(TOKEN)
                .with("X-Tt-Logid", logId)
                .with("X-Aiplugin-Connector-Identifier", "user-7")
                .with("X-AIPlugin-Bot-ID", "bot-7")
                .with("X-AIPlugin-Conversation-ID", "talk-7")
                .post(UPSCALE, Map.of("url", unique()));

        Map<String, Object> row = jdbc.sql("select * from tool_calls where coze_log_id = ?")
                .param(logId)
                .query()
                .singleRow();
        assertThat(row)
                .containsEntry("tool", UPSCALE)
                .containsEntry("coze_user_id", "user-7")
                .containsEntry("coze_bot_id", "bot-7")
                .containsEntry("coze_conversation_id", "talk-7")
                .containsEntry("address", "203.0.113.9")
                .containsEntry("task_id", taskOf(answer))
                .containsEntry("code", 200);
        assertThat(row.get("caller").toString()).startsWith("token-").doesNotContain(TOKEN);
    }

    @Test
    void englishIsSpokenToo() {
        assertThat(trusted()
                        .with("Accept-Language", "en")
                        .post(TASK_GET, Map.of())
                        .body()
                        .at("/message")
                        .asString())
                .isEqualTo("A task id is required");
    }

    @Test
    void whatIsNotOfferedIsAnAnswerToo() {
        Answer answer = trusted().post("/api/coze/podi/tools/podi/nothing", Map.of());

        assertThat(answer.status()).isEqualTo(200);
        assertThat(errorCodeOf(answer)).isEqualTo("ABILITY_NOT_FOUND");
    }

    private Answer taskGet(Object body) {
        return trusted().post(TASK_GET, body);
    }

    private void awaitAfterEvent(ThrowingRunnable expectation) {
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            tellOfAChange();
            expectation.run();
        });
    }

    private void later(Duration duration) {
        jdbc.sql("update recent_calls set called_at = called_at - make_interval(secs => ?)")
                .param((double) duration.toSeconds())
                .update();
    }

    private static String unique() {
        return PICTURE + "?" + UUID.randomUUID();
    }

    private static JsonNode lastSubmission() {
        return PLATFORM.submissions().get(PLATFORM.submissions().size() - 1);
    }

    private static String taskOf(Answer answer) {
        return answer.body().at("/taskId").asString();
    }

    private static String errorCodeOf(Answer answer) {
        return answer.body().at("/errorCode").asString("");
    }
}
