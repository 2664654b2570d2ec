package com.podi.ability.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.ability.SomeCall;
import com.podi.ability.Teller;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.InvocationRefused;
import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.DeadLetters;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Kafka delivers at least once, in whatever order senders and outages make of it, and also what nobody can read. */
@ServiceIT
class LogEventsIT {

    @LocalServerPort
    private int port;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    private Teller teller;
    private Teller compressing;

    @BeforeEach
    void meetTheTeller() {
        teller = new Teller(kafka, jdbc, json);
        // What the broker takes is measured as it comes.
        Map<String, Object> otherwise = Map.of("compression.type", "gzip", "max.request.size", 16 << 20);
        compressing = new Teller(new KafkaTemplate<>(kafka.getProducerFactory(), otherwise), jdbc, json);
    }

    @Test
    void aTaskIsPendingUntilItsCallHasEnded() {
        SomeCall call = SomeCall.completed();

        teller.tell(call.queued());
        assertThat(statistics(call, "pendingTasks", "totalTasks", "completedTasks"))
                .containsExactly(1L, 1L, 0L);

        teller.tell(call.finished());
        assertThat(statistics(call, "pendingTasks", "totalTasks", "completedTasks"))
                .containsExactly(0L, 1L, 1L);
        assertThat(items(call)).isEqualTo(1);
    }

    @Test
    void whatIsToldTwiceCountsOnce() {
        SomeCall call = SomeCall.completed();
        EventEnvelope queued = teller.envelope(call.queued());
        EventEnvelope finished = teller.envelope(call.finished());

        List.of(queued, queued, finished, finished, queued, finished).forEach(teller::send);
        // Another envelope around the same fact, as a sender makes it that has forgotten what it sent.
        teller.tell(call.queued(), call.finished());

        assertCountedOnce(call);
    }

    @Test
    void theEndMayBeHeardBeforeTheBeginning() {
        SomeCall call = SomeCall.completed();

        teller.tell(call.finished(), call.queued());

        assertCountedOnce(call);
    }

    @Test
    void whatHasEndedStaysAsItEnded() {
        SomeCall call = SomeCall.completed();
        teller.tell(call.finished());

        teller.tell(call.logged("log_of_another_end").ending("failed").finished());

        assertCountedOnce(call);
    }

    @Test
    void aReplayFromTheBeginningChangesNothingAlsoWhenNobodyRemembersTheEvents() {
        SomeCall call = SomeCall.completed();
        EventEnvelope queued = teller.envelope(call.queued());
        EventEnvelope finished = teller.envelope(call.finished());
        for (int time = 0; time < 2; time++) {
            teller.send(queued);
            teller.send(finished);
            teller.awaitHeard(finished);
            jdbc.sql("delete from processed_events where event_id in (?, ?)")
                    .params(queued.eventId(), finished.eventId())
                    .update();
        }

        assertCountedOnce(call);
    }

    @Test
    void everyRefusalIsLoggedAndTheTaskIdMayBeUsedAgain() {
        SomeCall refused = SomeCall.completed().ending("rejected");
        InvocationFinished first = refused.finished();
        InvocationFinished second =
                refused.logged("log_second_" + first.taskId()).finished();
        SomeCall accepted =
                SomeCall.completed().of(first.abilityId()).by(first.userId()).task(first.taskId());

        teller.tell(first, second, accepted.queued(), accepted.finished());
        teller.tell(first, second);

        assertThat(items(accepted)).isEqualTo(3);
        assertThat(statistics(accepted, "totalTasks", "completedTasks", "pendingTasks"))
                .containsExactly(1L, 1L, 0L);
    }

    @Test
    void aCallThatNeverBecameATaskHasOneRow() {
        SomeCall call = SomeCall.completed()
                .of("podi_upscale")
                .traced("4bf92f3577b34da6a3ce929d0e0e4736")
                .asking("{\"scale\":3,\"apiKey\":\"hunter2\"}");
        InvocationRefused refused = call.refused("ABILITY_INPUT_INVALID");
        EventEnvelope event = teller.envelope(refused);

        teller.send(event);
        teller.send(event);
        teller.tell(refused);

        Answer page = asAdmin().get("/api/admin/abilities/logs?status=rejected&userId=" + refused.userId());
        assertThat(page.data("/pagination/total").asInt()).isEqualTo(1);
        JsonNode row = page.data("/items/0");
        assertThat(row.get("id").asString()).isEqualTo(refused.logId());
        assertThat(row.get("abilityId").asString()).isEqualTo("podi_upscale");
        assertThat(row.get("provider").asString()).isEqualTo("podi");
        assertThat(row.get("taskId").asString()).isEqualTo(refused.taskId());
        assertThat(row.get("status").asString()).isEqualTo("rejected");
        assertThat(row.get("errorCode").asString()).isEqualTo("ABILITY_INPUT_INVALID");
        assertThat(row.get("errorMessage").asString()).isEqualTo("refused: ABILITY_INPUT_INVALID");
        assertThat(row.get("traceId").asString()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(row.get("requestSummary").toString()).isEqualTo("{\"scale\":3,\"apiKey\":\"***\"}");
        assertThat(row.get("points").asInt()).isZero();
        assertThat(Instant.parse(row.get("createdAt").asString())).isEqualTo(refused.refusedAt());
    }

    @Test
    void aRefusedCallCountsInTheMetricsAsRejectedAndIsNoTask() {
        SomeCall done = SomeCall.completed();
        String user = done.finished().userId();
        SomeCall refused = SomeCall.completed().of("podi_upscale").by(user);
        JsonNode before = metricsOf("podi_upscale");

        teller.tell(done.finished(), refused.refused("QUEUE_FULL"));

        JsonNode after = metricsOf("podi_upscale");
        assertThat(after.path("rejected").asInt() - before.path("rejected").asInt(0))
                .isEqualTo(1);
        assertThat(after.path("count").asInt() - before.path("count").asInt(0)).isEqualTo(1);
        assertThat(after.path("successRate")).isEqualTo(before.path("successRate"));
        Answer own = Api.onPort(port).as(TestTokens.start().user(user)).get("/api/statistics/me");
        assertThat(own.data("/totalTasks").asInt()).isEqualTo(1);
    }

    private JsonNode metricsOf(String ability) {
        return asAdmin()
                .get("/api/admin/abilities/logs/metrics")
                .data("/abilities")
                .valueStream()
                .filter(entry -> entry.get("abilityId").asString().equals(ability))
                .findFirst()
                .orElseGet(() -> json.createObjectNode().putNull("successRate"));
    }

    @Test
    void aCallOfAnAbilityThatThereIsNotLeavesNothing() {
        InvocationRefused refused = SomeCall.completed().refused("QUEUE_FULL");

        teller.tell(refused);

        assertThat(asAdmin()
                        .get("/api/admin/abilities/logs?userId=" + refused.userId())
                        .data("/pagination/total")
                        .asInt())
                .isZero();
        assertThat(asAdmin()
                        .get("/api/admin/abilities/%s/logs".formatted(refused.abilityId()))
                        .status())
                .isEqualTo(404);
    }

    /** No task lasts a day: the end of this one went by unheard. */
    @Test
    void aTaskIsNotPendingForEver() {
        SomeCall call = SomeCall.completed().at(Instant.now().minus(25, ChronoUnit.HOURS));
        teller.tell(
                call.queued(),
                SomeCall.completed()
                        .of(call.finished().abilityId())
                        .at(Instant.now().minus(23, ChronoUnit.HOURS))
                        .queued());

        assertThat(statistics(call, "pendingTasks", "totalTasks")).containsExactly(1L, 1L);

        teller.tell(call.finished());
        assertThat(statistics(call, "pendingTasks", "totalTasks", "completedTasks"))
                .as("late is not lost")
                .containsExactly(1L, 2L, 1L);
    }

    @Test
    void aCallOfLongAgoFindsItsMonth() {
        SomeCall call = SomeCall.completed().at(Instant.now().minus(200, ChronoUnit.DAYS));

        teller.tell(call.finished());

        assertCountedOnce(call);
    }

    @Test
    void whatNobodyCanReadIsLaidAsideAndTheNextEventIsHeard() {
        SomeCall call = SomeCall.completed();
        String good = json.writeValueAsString(teller.envelope(call.finished()));
        Map<String, String> poisons = new LinkedHashMap<>(Map.of(
                "no JSON", "{\"eventId\":",
                "no envelope", "{}",
                "JSON null", "null",
                "unknown version", good.replace("\"version\":1", "\"version\":99"),
                "wrong types", good.replace("\"durationMs\":1200", "\"durationMs\":{}"),
                "an unknown end", good.replace("\"completed\"", "\"vanished\"").replaceFirst("evt_", "evt_vanished"),
                "negative", good.replace("\"queueMs\":5", "\"queueMs\":-5").replaceFirst("evt_", "evt_negative"),
                "a year nobody knows",
                        good.replaceFirst("\"finishedAt\":\"20", "\"finishedAt\":\"29")
                                .replaceFirst("evt_", "evt_late"),
                "nothing of what it should say",
                        good.replaceFirst("\"data\":.*", "\"data\":{}}").replaceFirst("evt_", "evt_empty"),
                "two megabytes", "x".repeat(2 << 20)));

        poisons.forEach(this::isLaidAside);
        isLaidAside("no value at all", null);
        assertThat(items(call)).as("none of them was logged").isZero();
    }

    private void isLaidAside(String what, @Nullable String poison) {
        SomeCall next = SomeCall.completed();
        String key = next.finished().taskId();
        EventEnvelope event = teller.envelope(next.finished());
        compressing.send(Topics.TASK, key, poison);
        teller.send(event);

        teller.awaitHeard(event);
        assertThat(DeadLetters.of("ability-service", Topics.TASK, key)).as(what).containsExactly(poison);
    }

    private void assertCountedOnce(SomeCall call) {
        await().during(Duration.ofMillis(300)).atMost(Duration.ofSeconds(20)).until(() -> items(call) == 1);
        assertThat(statistics(call, "totalTasks", "completedTasks", "pendingTasks", "failedTasks", "storageUsed"))
                .containsExactly(1L, 1L, 0L, 0L, 1_000L);
        assertThat(asAdmin()
                        .get("/api/admin/abilities/logs?userId="
                                + call.finished().userId())
                        .data("/pagination/total")
                        .asInt())
                .isEqualTo(1);
    }

    private int items(SomeCall call) {
        return logs(call).data("/items").size();
    }

    private List<Long> statistics(SomeCall call, String... figures) {
        Answer logs = logs(call);
        return List.of(figures).stream()
                .map(figure -> logs.data("/" + figure).asLong())
                .toList();
    }

    private Answer logs(SomeCall call) {
        return asAdmin()
                .get("/api/admin/abilities/%s/logs".formatted(call.finished().abilityId()));
    }

    private Api asAdmin() {
        return Api.onPort(port).as(TestTokens.start().admin("admin"));
    }
}
