package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.comfyui.agent.Presence;
import com.podi.comfyui.alert.Alerts;
import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.kafka.core.ConsumerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AgentIT extends ComfyuiIT {

    private static final String AGENTS = ADMIN + "/agents";

    @Autowired
    private ConsumerFactory<? super String, ? super String> consumers;

    @Autowired
    private Presence presence;

    @Autowired
    private Alerts alerts;

    @Test
    void anAgentIsFoundAsItWasWritten() {
        String id = unique("agent");
        Answer created = admin.post(
                AGENTS,
                Map.of(
                        "id", id,
                        "name", "Studio",
                        "role", "lite",
                        "baseUrl", "http://10.0.0.7:8189",
                        "config", Map.of("gpu", "4090")));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.data("/allowed").asBoolean()).isTrue();
        assertThat(created.text("/status")).isEqualTo("offline");
        assertThat(created.data("/lastSeenAt").isNull()).isTrue();
        assertThat(admin.get(AGENTS + "?role=lite&status=offline&allowed=true&q=" + id)
                        .data("/items/0"))
                .isEqualTo(created.data(""));
        assertThat(admin.get(AGENTS + "/" + id).data("")).isEqualTo(created.data(""));
        assertThat(admin.get(AGENTS + "?role=full&q=" + id).data("/items")).isEmpty();
        assertThat(admin.get(AGENTS + "?status=gone").errorCode()).isEqualTo("2003");
        assertThat(admin.get(AGENTS + "?page=0").errorCode()).isEqualTo("2003");
    }

    @Test
    void whatIsTakenIsRefused() {
        String id = agent(NOWHERE);

        assertThat(admin.post(AGENTS, Map.of("id", id, "name", "Again", "baseUrl", NOWHERE))
                        .errorCode())
                .isEqualTo("AGENT_ALREADY_EXISTS");
    }

    @Test
    void aStaleChangeIsRefusedAndChangesNothing() {
        String id = agent(NOWHERE);
        Map<String, Object> first = Map.of("name", "First", "baseUrl", NOWHERE, "revision", 1);

        assertThat(admin.put(AGENTS + "/" + id, first).data("/revision").asInt())
                .isEqualTo(2);

        assertThat(admin.put(AGENTS + "/" + id, Map.of("name", "Second", "baseUrl", NOWHERE, "revision", 1))
                        .errorCode())
                .isEqualTo("REVISION_CONFLICT");
        assertThat(admin.get(AGENTS + "/" + id).text("/name")).isEqualTo("First");
        assertThat(admin.put(AGENTS + "/nobody", first).errorCode()).isEqualTo("AGENT_NOT_FOUND");
    }

    @ParameterizedTest
    @CsvSource({
        "name, '{\"baseUrl\":\"http://x\"}'",
        "baseUrl, '{\"name\":\"n\"}'",
        "baseUrl, '{\"name\":\"n\",\"baseUrl\":\"ftp://x\"}'",
        "baseUrl, '{\"name\":\"n\",\"baseUrl\":\"http://me:secret@x\"}'",
        "config, '{\"name\":\"n\",\"baseUrl\":\"http://x\",\"config\":[]}'",
        "allowed, '{\"name\":\"n\",\"baseUrl\":\"http://x\",\"allowed\":\"yes\"}'",
        "id, '{\"id\":\"a b\",\"name\":\"n\",\"baseUrl\":\"http://x\"}'"
    })
    void aWrongFieldIsNamed(String field, String body) {
        Answer refused = admin.post(AGENTS, body);

        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(field(refused)).isEqualTo(field);
    }

    @Test
    void whatIsRemovedIsGoneAndItsTokenWithIt() {
        String id = agent(NOWHERE);
        Api itself = as(id);

        assertThat(admin.delete(AGENTS + "/" + id).status()).isEqualTo(200);

        assertThat(admin.delete(AGENTS + "/" + id).errorCode()).isEqualTo("AGENT_NOT_FOUND");
        assertThat(itself.post(AGENT + "/agents/" + id + "/heartbeat", Map.of()).errorCode())
                .isEqualTo("AGENT_NOT_FOUND");
    }

    @Test
    void anAgentWithATaskIsNotRemoved() {
        String id = agent(NOWHERE);
        task(id, manifest(Map.of()));

        assertThat(admin.delete(AGENTS + "/" + id).errorCode()).isEqualTo("IN_USE");
        assertThat(admin.get(AGENTS + "/" + id).status()).isEqualTo(200);
    }

    @Test
    void aTokenSaysWhoseItIsAndForHowLong() {
        String id = agent(NOWHERE);

        Answer issued = admin.post(AGENTS + "/" + id + "/token", Map.of("ttlSeconds", 100));

        assertThat(issued.status()).isEqualTo(200);
        assertThat(issued.text("/scope")).isEqualTo("agent");
        assertThat(issued.text("/agentId")).isEqualTo(id);
        assertThat(Instant.parse(issued.text("/expiresAt")))
                .isBetween(Instant.now().plusSeconds(90), Instant.now().plusSeconds(101));
        Answer verified = anybody.post(AGENT + "/auth/verify", Map.of("token", issued.text("/token"), "agentId", id));
        assertThat(verified.data("/ok").asBoolean()).isTrue();
        assertThat(verified.text("/scope")).isEqualTo("agent");
        assertThat(verified.data("/taskId").isNull()).isTrue();
        assertThat(verified.text("/expiresAt")).isEqualTo(issued.text("/expiresAt"));
        assertThat(admin.post(AGENTS + "/" + id + "/token", null).status()).isEqualTo(200);
    }

    @Test
    void aTokenForNobodyOrForNoTimeIsRefused() {
        String id = agent(NOWHERE);

        assertThat(admin.post(AGENTS + "/nobody/token", Map.of()).errorCode()).isEqualTo("AGENT_NOT_FOUND");
        for (long seconds : List.of(0L, -5L, 1_000_000_000L)) {
            Answer refused = admin.post(AGENTS + "/" + id + "/token", Map.of("ttlSeconds", seconds));
            assertThat(refused.errorCode()).isEqualTo("2003");
            assertThat(field(refused)).isEqualTo("ttlSeconds");
        }
    }

    @Test
    void whoIsNotAllowedIsNotHeard() {
        String id = agent(NOWHERE);
        Api itself = as(id);
        String token = admin.post(AGENTS + "/" + id + "/token", null).text("/token");

        admin.put(AGENTS + "/" + id, Map.of("name", "Out", "baseUrl", NOWHERE, "allowed", false));

        assertThat(itself.post(AGENT + "/agents/" + id + "/heartbeat", Map.of()).errorCode())
                .isEqualTo("AGENT_NOT_ALLOWED");
        assertThat(itself.post(AGENT + "/agents/" + id + "/alerts", Map.of("type", "disk", "message", "full"))
                        .errorCode())
                .isEqualTo("AGENT_NOT_ALLOWED");
        assertThat(anybody.post(AGENT + "/auth/verify", Map.of("token", token)).errorCode())
                .isEqualTo("AGENT_NOT_ALLOWED");
        assertThat(admin.post(AGENTS + "/" + id + "/token", null).errorCode()).isEqualTo("AGENT_NOT_ALLOWED");
        assertThat(admin.post(ADMIN + "/tasks", order(id, manifest(Map.of()))).errorCode())
                .isEqualTo("AGENT_NOT_ALLOWED");
    }

    @Test
    void aHeartbeatTellsHowTheAgentIs() {
        String id = agent(NOWHERE);

        Answer heard = as(id).post(
                        AGENT + "/agents/" + id + "/heartbeat",
                        Map.of(
                                "status",
                                "idle",
                                "cpu",
                                12.5,
                                "mem",
                                40,
                                "diskFreeGb",
                                120.5,
                                "gpu",
                                Map.of("name", "4090", "vramFreeGb", 20),
                                "metrics",
                                Map.of("temperature", 61),
                                "agentVersion",
                                "1.2.0",
                                "comfyuiVersion",
                                "0.33.0"));

        assertThat(heard.status()).isEqualTo(200);
        assertThat(heard.text("/status")).isEqualTo("online");
        assertThat(heard.data("/heartbeatSeconds").asInt()).isEqualTo(60);
        Answer seen = admin.get(AGENTS + "/" + id);
        assertThat(seen.text("/status")).isEqualTo("online");
        assertThat(seen.text("/agentVersion")).isEqualTo("1.2.0");
        assertThat(seen.text("/comfyuiVersion")).isEqualTo("0.33.0");
        assertThat(seen.data("/metrics/cpu").asDouble()).isEqualTo(12.5);
        assertThat(seen.data("/metrics/temperature").asInt()).isEqualTo(61);
        assertThat(seen.data("/metrics/gpu/vramFreeGb").asInt()).isEqualTo(20);
        assertThat(Instant.parse(seen.text("/lastSeenAt")))
                .isAfter(Instant.now().minusSeconds(60));
    }

    @Test
    void whoFallsSilentIsMissedOnceUntilItIsBack() throws Exception {
        String id = agent(NOWHERE);
        Api itself = as(id);
        String heartbeat = AGENT + "/agents/" + id + "/heartbeat";
        itself.post(heartbeat, Map.of());
        watchedForADay();
        jdbc.sql("update agents set last_seen_at = now() - interval '179 seconds' where id = ?")
                .param(id)
                .update();
        TimeUnit.MILLISECONDS.sleep(500);
        assertThat(alertsOf(id)).isEmpty();

        jdbc.sql("update agents set last_seen_at = now() - interval '181 seconds' where id = ?")
                .param(id)
                .update();

        await().untilAsserted(() -> assertThat(alertsOf(id)).hasSize(1));
        JsonNode alert = alertsOf(id).get(0);
        assertThat(alert.path("alertType").asString()).isEqualTo("agent_offline");
        assertThat(alert.path("status").asString()).isEqualTo("open");
        assertThat(alert.path("message").asString()).contains("离线");
        assertThat(admin.with("Accept-Language", "en")
                        .get(ADMIN + "/alerts?agentId=" + id)
                        .text("/items/0/message"))
                .contains("offline");
        assertThat(admin.get(AGENTS + "/" + id).text("/status")).isEqualTo("offline");

        itself.post(heartbeat, Map.of());

        assertThat(alertsOf(id)).hasSize(1);
        assertThat(alertsOf(id).get(0).path("status").asString()).isEqualTo("closed");
        assertThat(alertsOf(id).get(0).path("closedAt").isNull()).isFalse();
        assertThat(admin.get(AGENTS + "/" + id).text("/status")).isEqualTo("online");
        assertThat(toldOf(id)).containsExactly("agent.online", "agent.offline", "agent.online");
    }

    @Test
    void howeverManyReplicasLookAnAgentIsMissedOnce() {
        List<String> agents = Stream.generate(() -> agent(NOWHERE)).limit(10).toList();
        agents.forEach(id -> as(id).post(AGENT + "/agents/" + id + "/heartbeat", Map.of()));
        watchedForADay();
        jdbc.sql("update agents set last_seen_at = now() - interval '1 hour' where id = any (?)")
                .param(agents.toArray(String[]::new))
                .update();

        AtOnce.call(6, replica -> {
            presence.look();
            return replica;
        });

        await().untilAsserted(() ->
                assertThat(agents).allSatisfy(id -> assertThat(alertsOf(id)).hasSize(1)));
    }

    @Test
    void afterAnAbsenceOfOurOwnNobodyIsMissedBeforeItsTime() {
        String id = agent(NOWHERE);
        as(id).post(AGENT + "/agents/" + id + "/heartbeat", Map.of());
        watchedForADay();
        jdbc.sql("""
                        with away as (update agent_watch set last_look_at = now() - interval '61 seconds')
                        update agents set last_seen_at = now() - interval '1 hour' where id = ?
                        """).param(id).update();

        await().during(Duration.ofSeconds(1)).until(() -> alertsOf(id).isEmpty());
        assertThat(admin.get(AGENTS + "/" + id).text("/status")).isEqualTo("online");
        since("179 seconds");
        await().during(Duration.ofMillis(500)).until(() -> alertsOf(id).isEmpty());

        since("181 seconds");

        await().untilAsserted(() -> assertThat(alertsOf(id)).hasSize(1));
    }

    @Test
    void whoIsForbiddenIsMissedNoMore() {
        String id = missed();

        admin.put(AGENTS + "/" + id, Map.of("name", "Still in", "baseUrl", NOWHERE, "allowed", true));
        assertThat(alertsOf(id).get(0).path("status").asString()).isEqualTo("open");
        admin.put(AGENTS + "/" + id, Map.of("name", "Out", "baseUrl", NOWHERE, "allowed", false));

        assertThat(alertsOf(id).get(0).path("status").asString()).isEqualTo("closed");
    }

    @Test
    void whoIsRemovedIsInNoTroubleAnyMore() {
        String id = missed();
        as(id).post(AGENT + "/agents/" + id + "/alerts", Map.of("type", "disk", "message", "full"));

        admin.delete(AGENTS + "/" + id);

        assertThat(alertsOf(id))
                .hasSize(2)
                .allMatch(alert -> alert.path("status").asString().equals("closed"));
    }

    @Test
    void whoHasBroughtWhatItShouldIsForgivenWhatItCouldNot() {
        try (AgentDouble fake = new AgentDouble()) {
            String id = agent(fake.baseUrl());
            as(id).post(AGENT + "/agents/" + id + "/alerts", Map.of("type", "disk", "message", "full"));
            as(id).post(AGENT + "/agents/" + id + "/alerts", Map.of("type", "sync_failed", "message", "a"));

            succeed(fake, admin.post(ADMIN + "/tasks", Map.of("agentId", id, "actions", List.of("restart"))));
            assertThat(openAlertsOf(id)).containsExactly("sync_failed", "disk");
            succeed(fake, admin.post(ADMIN + "/tasks", order(id, manifest(Map.of()))));

            assertThat(openAlertsOf(id)).containsExactly("disk");
        }
    }

    @Test
    void ofVeryManyAlertsTheOldestMakeRoom() {
        String id = missed();
        jdbc.sql("""
                        insert into agent_alerts (id, agent_id, alert_type, message, status, created_at)
                        select ? || '_' || number, ?, 'disk', number, 'open', now() - interval '1 day' + number * interval '1 second'
                        from generate_series(1, 1000) as number
                        """).params(id, id).update();

        as(id).post(AGENT + "/agents/" + id + "/alerts", Map.of("type", "disk", "message", "the newest"));

        Answer disks = admin.get(ADMIN + "/alerts?alertType=disk&agentId=" + id);
        assertThat(disks.data("/pagination/total").asInt()).isEqualTo(1_000);
        assertThat(disks.text("/items/0/message")).isEqualTo("the newest");
        assertThat(admin.get(ADMIN + "/alerts?alertType=disk&pageSize=1&page=1000&agentId=" + id)
                        .text("/items/0/message"))
                .isEqualTo("2");
        assertThat(openAlertsOf(id)).contains("agent_offline");
    }

    @Test
    void whatWasLongAgoIsForgottenButNotWhoIsStillAway() {
        String id = missed();
        Api itself = as(id);
        itself.post(AGENT + "/agents/" + id + "/alerts", Map.of("type", "old", "message", "m"));
        jdbc.sql("update agent_alerts set created_at = now() - interval '181 days' where agent_id = ?")
                .param(id)
                .update();
        itself.post(AGENT + "/agents/" + id + "/alerts", Map.of("type", "new", "message", "m"));

        alerts.forget();

        assertThat(openAlertsOf(id)).containsExactly("new", "agent_offline");
    }

    /** An agent that was there and is not any more. */
    private String missed() {
        String id = agent(NOWHERE);
        as(id).post(AGENT + "/agents/" + id + "/heartbeat", Map.of());
        watchedForADay();
        jdbc.sql("update agents set last_seen_at = now() - interval '1 hour' where id = ?")
                .param(id)
                .update();
        await().until(() -> openAlertsOf(id).equals(List.of("agent_offline")));
        return id;
    }

    private void watchedForADay() {
        since("1 day");
    }

    private void since(String interval) {
        await().until(() -> jdbc.sql("update agent_watch set last_look_at = now(), since = now() - ?::interval")
                        .param(interval)
                        .update()
                == 1);
    }

    private void succeed(AgentDouble fake, Answer created) {
        String task = created.text("/id");
        await().until(() -> statusOf(task).equals("running"));
        assertThat(anybody.as(fake.lastPush().path("token").asString())
                        .post(AGENT + "/tasks/" + task + "/complete", Map.of())
                        .status())
                .isEqualTo(200);
    }

    private List<String> openAlertsOf(String id) {
        return admin.get(ADMIN + "/alerts?status=open&agentId=" + id)
                .data("/items")
                .valueStream()
                .map(alert -> alert.path("alertType").asString())
                .toList();
    }

    private List<JsonNode> alertsOf(String id) {
        return admin.get(ADMIN + "/alerts?agentId=" + id)
                .data("/items")
                .valueStream()
                .toList();
    }

    private List<String> toldOf(String id) {
        List<String> types = new ArrayList<>();
        try (Consumer<?, ?> consumer = consumers.createConsumer(unique("listener"), "")) {
            consumer.subscribe(List.of(Topics.AGENT));
            await().until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> {
                    if (id.equals(record.key())) {
                        types.add(new JsonMapper()
                                .readTree(String.valueOf(record.value()))
                                .path("type")
                                .asString());
                    }
                });
                return types.size() >= 3;
            });
        }
        return types;
    }

    @Test
    void alertsOfAgentsAreFoundByWhomAndWhat() {
        String id = agent(NOWHERE);
        Api itself = as(id);
        for (String type : List.of("disk", "gpu", "disk")) {
            assertThat(itself.post(
                                    AGENT + "/agents/" + id + "/alerts",
                                    Map.of("type", type, "message", type + " in trouble", "payload", Map.of("a", 1)))
                            .status())
                    .isEqualTo(200);
        }

        Answer disks = admin.get(ADMIN + "/alerts?alertType=disk&agentId=" + id);

        assertThat(disks.data("/pagination/total").asInt()).isEqualTo(2);
        assertThat(disks.text("/items/0/message")).isEqualTo("disk in trouble");
        assertThat(disks.data("/items/0/payload/a").asInt()).isEqualTo(1);
        assertThat(admin.get(ADMIN + "/alerts?limit=1&agentId=" + id).data("/items"))
                .hasSize(1);
        assertThat(admin.get(ADMIN + "/alerts?status=closed&agentId=" + id).data("/items"))
                .isEmpty();
        assertThat(field(admin.get(ADMIN + "/alerts?limit=0"))).isEqualTo("limit");
    }

    @ParameterizedTest
    @CsvSource({
        "alerts, type, '{\"message\":\"m\"}'",
        "alerts, message, '{\"type\":\"t\"}'",
        "alerts, type, '{\"type\":\"agent_offline\",\"message\":\"m\"}'",
        "heartbeat, cpu, '{\"cpu\":-1}'",
        "heartbeat, gpu, '{\"gpu\":\"none\"}'"
    })
    void whatAnAgentSaysWronglyIsNamedAndChangesNothing(String what, String field, String body) {
        String id = agent(NOWHERE);

        Answer refused = as(id).post(AGENT + "/agents/" + id + "/" + what, body);

        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(field(refused)).isEqualTo(field);
        assertThat(alertsOf(id)).isEmpty();
        assertThat(admin.get(AGENTS + "/" + id).text("/status")).isEqualTo("offline");
    }

    @Test
    void theProtocolIsThereForEverybodyInTwoLanguages() {
        Answer chinese = anybody.get(AGENT + "/docs/agent-protocol");

        assertThat(chinese.status()).isEqualTo(200);
        assertThat(chinese.response().headers().firstValue("Content-Type")).hasValue("text/markdown;charset=UTF-8");
        assertThat(chinese.response().body()).contains("/api/agent/auth/verify", "心跳", "sha256");
        assertThat(anybody.with("Accept-Language", "en")
                        .get(AGENT + "/docs/agent-protocol")
                        .response()
                        .body())
                .contains("/api/agent/auth/verify", "heartbeat", "409");
    }
}
