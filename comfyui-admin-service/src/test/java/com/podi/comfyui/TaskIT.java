package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TaskIT extends ComfyuiIT {

    private static final String TASKS = ADMIN + "/tasks";

    private AgentDouble fake;
    private String agent;
    private String manifest;

    @BeforeEach
    void prepare() {
        fake = new AgentDouble();
        agent = agent(fake.baseUrl());
        manifest = manifest(Map.of("models", List.of(model("a", "models/vae/a"))));
    }

    @AfterEach
    void stop() {
        fake.close();
    }

    @Test
    void aTaskComesToItsAgentByItself() {
        String task = task(agent, manifest);

        await().until(() -> statusOf(task).equals("running"));

        assertThat(fake.pushes()).hasSize(1);
        JsonNode push = fake.lastPush();
        assertThat(push.propertyNames())
                .containsExactlyInAnyOrder(
                        "taskId", "agentId", "token", "nonce", "manifestUrl", "actions", "expiresAt");
        assertThat(push.path("taskId").asString()).isEqualTo(task);
        assertThat(push.path("agentId").asString()).isEqualTo(agent);
        assertThat(push.path("actions").get(0).asString()).isEqualTo("sync_models");
        assertThat(push.path("manifestUrl").asString())
                .isEqualTo("http://127.0.0.1:8099/api/agent/manifests/" + manifest);
        assertThat(Instant.parse(push.path("expiresAt").asString()))
                .isBetween(Instant.now().plusSeconds(3500), Instant.now().plusSeconds(3601));
        Answer verified = anybody.post(
                AGENT + "/auth/verify",
                Map.of(
                        "token",
                        push.path("token").asString(),
                        "agentId",
                        agent,
                        "taskId",
                        task,
                        "nonce",
                        push.path("nonce").asString()));
        assertThat(verified.data("/ok").asBoolean()).isTrue();
        assertThat(verified.text("/scope")).isEqualTo("task");
        assertThat(verified.text("/taskId")).isEqualTo(task);
    }

    @Test
    void tasksAreFoundByWhatTheyAreAbout() {
        String task = task(agent, manifest);
        await().until(() -> statusOf(task).equals("running"));

        assertThat(admin.get(TASKS + "?status=running&agentId=" + agent).text("/items/0/id"))
                .isEqualTo(task);
        assertThat(admin.get(TASKS + "?q=" + manifest).text("/items/0/id")).isEqualTo(task);
        assertThat(admin.get(TASKS + "?status=success&agentId=" + agent).data("/items"))
                .isEmpty();
        assertThat(admin.get(TASKS + "?status=done").errorCode()).isEqualTo("2003");
        assertThat(admin.get(TASKS + "/nothing").errorCode()).isEqualTo("AGENT_TASK_NOT_FOUND");
        assertThat(admin.get(TASKS + "/nothing/events").errorCode()).isEqualTo("AGENT_TASK_NOT_FOUND");
        assertThat(admin.post(TASKS + "/nothing/push", null).errorCode()).isEqualTo("AGENT_TASK_NOT_FOUND");
    }

    @Test
    void whatIsToldOfATaskIsKeptAndProgressNeverFalls() {
        String task = task(agent, manifest);
        Api itself = taken(task);

        for (int progress : List.of(10, 60, 30)) {
            assertThat(itself.post(
                                    AGENT + "/tasks/" + task + "/events",
                                    Map.of(
                                            "level",
                                            "info",
                                            "step",
                                            "sync_models",
                                            "message",
                                            "at " + progress,
                                            "progress",
                                            progress,
                                            "payload",
                                            Map.of("bytes", progress)))
                            .status())
                    .isEqualTo(200);
        }
        itself.post(AGENT + "/tasks/" + task + "/events", Map.of("level", "warn", "message", "slow"));

        Answer events = admin.get(TASKS + "/" + task + "/events?pageSize=3");
        assertThat(events.data("/pagination/total").asInt()).isEqualTo(4);
        assertThat(events.text("/items/0/level")).isEqualTo("warn");
        assertThat(events.data("/items/1/payload/bytes").asInt()).isEqualTo(30);
        assertThat(admin.get(TASKS + "/" + task + "/events?level=warn").data("/items"))
                .hasSize(1);
        assertThat(admin.get(TASKS + "/" + task).data("/progress").asInt()).isEqualTo(60);
    }

    @Test
    void whoSaysTwiceThatItIsDoneIsAnsweredAlike() {
        String task = task(agent, manifest);
        Api itself = taken(task);
        String complete = AGENT + "/tasks/" + task + "/complete";

        Answer first = itself.post(complete, Map.of("summary", "all well", "synced", List.of("a")));
        Answer again = itself.post(complete, Map.of("summary", "something else"));

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.text("/status")).isEqualTo("success");
        assertThat(again.data("")).isEqualTo(first.data(""));
        Answer ended = admin.get(TASKS + "/" + task);
        assertThat(ended.text("/summary")).isEqualTo("all well");
        assertThat(ended.text("/synced/0")).isEqualTo("a");
        assertThat(ended.data("/progress").asInt()).isEqualTo(100);
        assertThat(itself.post(AGENT + "/tasks/" + task + "/failed", Map.of()).errorCode())
                .isEqualTo("3002");
        assertThat(itself.post(AGENT + "/tasks/" + task + "/events", Map.of("message", "late"))
                        .errorCode())
                .isEqualTo("3002");
        assertThat(admin.post(TASKS + "/" + task + "/push", null).errorCode()).isEqualTo("3002");
    }

    @Test
    void ofTwoEndsAtTheSameTimeOneCounts() {
        String task = task(agent, manifest);
        Api itself = taken(task);

        List<Integer> answers = AtOnce.call(8, number -> itself.post(
                        AGENT + "/tasks/" + task + (number % 2 == 0 ? "/complete" : "/failed"), Map.of())
                .status());

        assertThat(answers.stream().filter(status -> status == 200)).hasSize(4);
        assertThat(answers.stream().filter(status -> status == 409)).hasSize(4);
    }

    @Test
    void whatFailedNamesWhatIsMissingAndBeginsAnewWhenItIsPushed() {
        String task = task(agent, manifest);
        Api itself = taken(task);
        String failed = AGENT + "/tasks/" + task + "/failed";
        Map<String, ?> said =
                Map.of("errorCode", "ITEMS_FAILED", "message", "one failed", "failedItems", Map.of("a", "broke"));

        Answer first = itself.post(failed, said);
        assertThat(itself.post(failed, said).data("")).isEqualTo(first.data(""));
        Answer ended = admin.get(TASKS + "/" + task);
        assertThat(ended.text("/status")).isEqualTo("failed");
        assertThat(ended.text("/errorCode")).isEqualTo("ITEMS_FAILED");
        assertThat(ended.text("/failedItems/a")).isEqualTo("broke");

        Answer pushed = admin.post(TASKS + "/" + task + "/push", null);

        assertThat(pushed.status()).isEqualTo(200);
        assertThat(pushed.text("/status")).isEqualTo("running");
        assertThat(pushed.data("/failedItems").isNull()).isTrue();
        assertThat(fake.pushes()).hasSize(2);
        assertThat(itself.post(failed, said).errorCode()).isEqualTo("AGENT_TOKEN_INVALID");
        assertThat(anybody.as(fake.lastPush().path("token").asString())
                        .post(AGENT + "/tasks/" + task + "/complete", Map.of())
                        .text("/status"))
                .isEqualTo("success");
    }

    @Test
    void aBusyAgentIsAskedAgainUntilItIsFree() {
        fake.answer(409);
        String task = task(agent, manifest);

        await().until(() -> fake.pushes().size() >= 3);
        Answer waiting = admin.get(TASKS + "/" + task);
        assertThat(waiting.text("/status")).isEqualTo("pending");
        assertThat(waiting.text("/lastPushError")).isEqualTo("AGENT_BUSY");
        assertThat(admin.post(TASKS + "/" + task + "/push", null).text("/status"))
                .isEqualTo("pending");
        fake.answer(202);

        await().until(() -> statusOf(task).equals("running"));
        assertThat(fake.pushes().stream()
                        .map(push -> push.path("nonce").asString())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void whoBecomesFreeTakesTheNextTask() {
        String first = task(agent, manifest);
        Api itself = taken(first);
        fake.answer(409);
        String second = task(agent, manifest);
        await().until(() ->
                admin.get(TASKS + "/" + second).text("/lastPushError").equals("AGENT_BUSY"));
        jdbc.sql("update agent_tasks set next_push_at = now() + interval '1 hour' where id = ?")
                .param(second)
                .update();
        fake.answer(202);

        itself.post(AGENT + "/tasks/" + first + "/complete", Map.of());

        await().until(() -> statusOf(second).equals("running"));
    }

    @Test
    void whoIsAwayIsToldOfAndTriedAgain() {
        String away = agent(NOWHERE);
        String task = task(away, manifest);

        Answer refused = admin.post(TASKS + "/" + task + "/push", null);

        assertThat(refused.status()).isEqualTo(502);
        assertThat(refused.errorCode()).isEqualTo("AGENT_PUSH_FAILED");
        assertThat(statusOf(task)).isEqualTo("pending");
        assertThat(admin.get(TASKS + "/" + task).text("/lastPushError")).isEqualTo("UNREACHABLE");
        int before = admin.get(TASKS + "/" + task).data("/pushAttempts").asInt();
        await().until(() -> admin.get(TASKS + "/" + task).data("/pushAttempts").asInt() > before);
    }

    @Test
    void whoPushesWhileOthersPushIsToldWhatCameOfIt() {
        fake.answer(500);
        fake.first(push -> pause(300));
        String task = task(agent, manifest);

        List<String> refusals = AtOnce.call(
                24, number -> admin.post(TASKS + "/" + task + "/push", null).errorCode());

        assertThat(refusals).containsOnly("AGENT_PUSH_FAILED");
    }

    @Test
    void ofManyWhoPushAtTheSameTimeOneBeginsAnotherRound() {
        String task = task(agent, manifest);
        taken(task).post(AGENT + "/tasks/" + task + "/failed", Map.of());
        fake.first(push -> {
            pause(1_000);
            anybody.as(push.path("token").asString()).post(AGENT + "/tasks/" + task + "/failed", Map.of());
        });

        List<Integer> answers = AtOnce.call(
                8, number -> admin.post(TASKS + "/" + task + "/push", null).status());

        assertThat(answers).containsOnly(200);
        assertThat(fake.pushes()).hasSize(2);
        assertThat(statusOf(task)).isEqualTo("failed");
    }

    @Test
    void whoBecomesFreeWhileItIsAskedIsAskedAgainAtOnce() {
        String first = task(agent, manifest);
        Api itself = taken(first);
        fake.answer(409);
        String second = task(agent, manifest);
        await().until(() ->
                admin.get(TASKS + "/" + second).text("/lastPushError").equals("AGENT_BUSY"));
        fake.first(push -> itself.post(AGENT + "/tasks/" + first + "/complete", Map.of()));
        jdbc.sql("update agent_tasks set push_attempts = 20, next_push_at = now() + interval '1 hour' where id = ?")
                .param(second)
                .update();

        admin.post(TASKS + "/" + second + "/push", null);

        assertThat(Instant.parse(admin.get(TASKS + "/" + second).text("/nextPushAt")))
                .isBefore(Instant.now().plusSeconds(1));
        assertThat(admin.get(TASKS + "/" + second).data("/pushAttempts").asInt())
                .isLessThan(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 404, AgentDouble.NOTHING})
    void anAgentInTroubleCountsAsAway(int answer) {
        fake.answer(answer);
        String task = task(agent, manifest);

        assertThat(admin.post(TASKS + "/" + task + "/push", null).errorCode()).isEqualTo("AGENT_PUSH_FAILED");
        assertThat(statusOf(task)).isEqualTo("pending");
    }

    @Test
    void aClearNoIsANo() {
        fake.answer(403);

        String task = task(agent, manifest);

        await().until(() -> statusOf(task).equals("rejected"));
        assertThat(admin.get(TASKS + "/" + task).text("/lastPushError")).isEqualTo("HTTP_403");
        assertThat(fake.pushes()).hasSize(1);
        fake.answer(202);
        assertThat(admin.post(TASKS + "/" + task + "/push", null).text("/status"))
                .isEqualTo("running");
    }

    @Test
    void anAgentThatIsQuickerThanItsAnswerIsHeard() {
        fake.answer(AgentDouble.NOTHING);
        String task = task(agent, manifest);
        await().until(() -> !fake.pushes().isEmpty());
        Api itself = anybody.as(fake.lastPush().path("token").asString());

        assertThat(itself.post(AGENT + "/tasks/" + task + "/events", Map.of("message", "begun"))
                        .status())
                .isEqualTo(200);
        assertThat(statusOf(task)).isEqualTo("running");
        assertThat(itself.post(AGENT + "/tasks/" + task + "/complete", Map.of()).status())
                .isEqualTo(200);
        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(6)).until(() -> statusOf(task)
                .equals("success"));
    }

    @Test
    void whatNobodyDoesInTimeExpires() {
        fake.answer(409);
        Map<String, Object> order = new HashMap<>(order(agent, manifest));
        order.put("expiresAt", Instant.now().plusSeconds(2).toString());
        String task = admin.post(TASKS, order).text("/id");

        await().until(() -> statusOf(task).equals("expired"));

        assertThat(admin.post(TASKS + "/" + task + "/push", null).errorCode()).isEqualTo("AGENT_TASK_EXPIRED");
        String token = fake.lastPush().path("token").asString();
        assertThat(anybody.as(token)
                        .post(AGENT + "/tasks/" + task + "/complete", Map.of())
                        .errorCode())
                .isEqualTo("AGENT_TASK_EXPIRED");
        assertThat(anybody.as(token)
                        .post(AGENT + "/tasks/" + task + "/events", Map.of("message", "late"))
                        .errorCode())
                .isEqualTo("AGENT_TASK_EXPIRED");
        assertThat(anybody.post(AGENT + "/auth/verify", Map.of("token", token)).errorCode())
                .isEqualTo("AGENT_TASK_EXPIRED");
    }

    @Test
    void aTaskKeepsTheManifestItWasMadeFor() {
        String task = task(agent, manifest);
        Api itself = taken(task);
        admin.put(ADMIN + "/manifests/" + manifest, Map.of("version", "2.0", "content", Map.of()));

        Answer read = itself.get(AGENT + "/manifests/" + manifest);

        assertThat(read.data("/revision").asInt()).isEqualTo(1);
        assertThat(read.text("/content/models/0/name")).isEqualTo("a");
        assertThat(itself.get(AGENT + "/manifests/" + manifest(Map.of())).errorCode())
                .isEqualTo("AGENT_MANIFEST_FORBIDDEN");
    }

    @Test
    void aRestartNeedsNoManifest() {
        String task = admin.post(TASKS, Map.of("agentId", agent, "actions", List.of("restart")))
                .text("/id");

        await().until(() -> statusOf(task).equals("running"));
        assertThat(fake.lastPush().path("manifestUrl").isNull()).isTrue();
    }

    @Test
    void theSameCallTwiceIsOneTask() {
        Api repeating = admin.with("Idempotency-Key", unique("key"));

        Answer first = repeating.post(TASKS, order(agent, manifest));
        Answer again = repeating.post(TASKS, order(agent, manifest));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.data("")).isEqualTo(first.data(""));
        assertThat(again.response().headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(repeating.post(TASKS, order(agent, manifest(Map.of()))).status())
                .isEqualTo(422);
    }

    @Test
    void aCallThatDiedAfterItsTaskWasMadeFindsItAgain() {
        String key = unique("key");
        Api repeating = admin.with("Idempotency-Key", key);
        String first = repeating.post(TASKS, order(agent, manifest)).text("/id");
        assertThat(jdbc.sql("update idempotency_keys set answer = null, leased_until = now() where key = ?")
                        .param(key)
                        .update())
                .isEqualTo(1);

        Answer again = repeating.post(TASKS, order(agent, manifest));

        assertThat(again.status()).isEqualTo(201);
        assertThat(again.text("/id")).isEqualTo(first);
        assertThat(admin.get(TASKS + "?agentId=" + agent).data("/items")).hasSize(1);
    }

    @Test
    void whoHasTooMuchToTellIsSlowedDown() {
        String task = task(agent, manifest);
        Api itself = taken(task);
        jdbc.sql("""
                        insert into agent_task_events (task_id, level, message)
                        select ?, 'info', 'said before' from generate_series(1, 9999)
                        """).param(task).update();
        String events = AGENT + "/tasks/" + task + "/events";

        assertThat(itself.post(events, Map.of("message", "the last")).status()).isEqualTo(200);
        Answer refused = itself.post(events, Map.of("message", "one more"));

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.errorCode()).isEqualTo("RATE_LIMITED");
        assertThat(refused.response().headers().firstValue("Retry-After")).hasValue("60");
        assertThat(admin.get(TASKS + "/" + task + "/events")
                        .data("/pagination/total")
                        .asInt())
                .isEqualTo(10_000);
        assertThat(itself.post(AGENT + "/tasks/" + task + "/complete", Map.of()).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({
        "agentId, '{\"manifestId\":\"MANIFEST\",\"actions\":[\"restart\"]}'",
        "manifestId, '{\"agentId\":\"AGENT\",\"actions\":[\"sync_models\"]}'",
        "actions, '{\"agentId\":\"AGENT\",\"manifestId\":\"MANIFEST\"}'",
        "actions, '{\"agentId\":\"AGENT\",\"manifestId\":\"MANIFEST\",\"actions\":[]}'",
        "actions[0], '{\"agentId\":\"AGENT\",\"manifestId\":\"MANIFEST\",\"actions\":[\"format_disk\"]}'",
        "expiresAt, '{\"agentId\":\"AGENT\",\"manifestId\":\"MANIFEST\",\"actions\":[\"restart\"],\"expiresAt\":\"2020-01-01T00:00:00Z\"}'",
        "expiresAt, '{\"agentId\":\"AGENT\",\"manifestId\":\"MANIFEST\",\"actions\":[\"restart\"],\"expiresAt\":\"soon\"}'"
    })
    void aWrongFieldIsNamed(String field, String body) {
        Answer refused = admin.post(TASKS, body.replace("AGENT", agent).replace("MANIFEST", manifest));

        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(field(refused)).isEqualTo(field);
        assertThat(admin.get(TASKS + "?agentId=" + agent).data("/items")).isEmpty();
    }

    @Test
    void aTaskIsForAnAgentAndAManifestThatAreThere() {
        assertThat(admin.post(TASKS, order("nobody", manifest)).errorCode()).isEqualTo("AGENT_NOT_FOUND");
        assertThat(admin.post(TASKS, order(agent, "nothing")).errorCode()).isEqualTo("AGENT_MANIFEST_NOT_FOUND");
        assertThat(admin.get(TASKS + "?agentId=" + agent).data("/items")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "events, level, '{\"level\":\"loud\"}'",
        "events, progress, '{\"progress\":101}'",
        "events, message, LONG",
        "events, payload, '{\"payload\":\"LARGE\"}'",
        "complete, summary, '{\"summary\":\"LARGE\"}'",
        "complete, synced, '{\"synced\":[\"LARGE\"]}'",
        "failed, failedItems, '{\"failedItems\":{\"a\":\"LARGE\"}}'",
        "failed, message, LONG",
        "complete, synced, '{\"synced\":\"a\"}'",
        "failed, failedItems, '{\"failedItems\":[]}'"
    })
    void whatAnAgentSaysWronglyIsNamedAndChangesNothing(String what, String field, String body) {
        String task = task(agent, manifest);
        Api itself = taken(task);

        Answer refused = itself.post(
                AGENT + "/tasks/" + task + "/" + what,
                body.equals("LONG")
                        ? Map.of("message", "长".repeat(what.equals("events") ? 1366 : 4097))
                        : body.replace("LARGE", "x".repeat(262_143)));

        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(field(refused)).isEqualTo(field);
        assertThat(statusOf(task)).isEqualTo("running");
        assertThat(admin.get(TASKS + "/" + task + "/events").data("/items")).isEmpty();
    }

    private static void pause(long ms) {
        try {
            Thread.sleep(ms);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    /** With the token that came with the task. */
    private Api taken(String task) {
        await().until(() -> statusOf(task).equals("running"));
        return anybody.as(fake.pushes().stream()
                .filter(push -> push.path("taskId").asString().equals(task))
                .findFirst()
                .orElseThrow()
                .path("token")
                .asString());
    }
}
