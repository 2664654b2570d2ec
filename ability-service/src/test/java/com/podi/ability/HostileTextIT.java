package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.DeadLetters;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Texts that want to be more than text, wherever they come from. */
@ServiceIT
@ExtendWith(OutputCaptureExtension.class)
class HostileTextIT {

    private final String marker = "marker" + UUID.randomUUID().toString().replace("-", "");
    private final String hostile =
            "a\r\n%1$s ERROR forged\u001b[31m%1$s${jndi:ldap://127.0.0.1:1/%1$s}".formatted(marker);

    @LocalServerPort
    private int port;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    @Test
    void inACallTheyAreShownAsWhatTheyAre(CapturedOutput output) {
        Teller teller = new Teller(kafka, jdbc, json);
        SomeCall call = SomeCall.failed("EXECUTOR_ERROR", hostile)
                .asking(json.writeValueAsString(json.createObjectNode().put("prompt", hostile)))
                .traced(hostile)
                .by(hostile);
        teller.tell(call.queued(), call.finished());
        String of = "abilityId=" + call.finished().abilityId();

        Answer page = asAdmin().get("/api/admin/abilities/logs?" + of);
        String file = asAdmin()
                .get("/api/admin/abilities/logs/export?format=csv&" + of)
                .response()
                .body();

        assertThat(page.text("/items/0/errorMessage")).isEqualTo(hostile);
        assertThat(page.text("/items/0/requestSummary/prompt")).isEqualTo(hostile);
        assertThat(page.response().body()).doesNotContain("\u001b", "\r", "\n");
        assertThat(file.lines()).hasSize(2);
        assertThat(file).doesNotContain("\u001b");
        asAdmin().get("/api/admin/statistics/reconciliation");
        assertNothingObeyed(output);
    }

    @Test
    void inAQuestionTheyAreRefusedOrNotFound(CapturedOutput output) {
        String encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);

        assertThat(asAdmin().get("/api/admin/abilities/logs?status=" + encoded).status())
                .isEqualTo(400);
        assertThat(asAdmin().get("/api/admin/abilities/logs?from=" + encoded).status())
                .isEqualTo(400);
        assertThat(asAdmin()
                        .get("/api/admin/abilities/logs?abilityId="
                                + URLEncoder.encode(hostile.substring(0, 60), StandardCharsets.UTF_8))
                        .data("/items")
                        .size())
                .isZero();
        assertThat(asAdmin().get("/api/admin/abilities/logs?userId=a%00b").status())
                .isEqualTo(400);
        assertThat(asAdmin()
                        .get("/api/admin/abilities/logs/export?format=" + encoded)
                        .status())
                .isEqualTo(400);
        assertNothingObeyed(output);
    }

    @Test
    void inAnEventThatNobodyCanReadTheyForgeNoLine(CapturedOutput output) {
        Teller teller = new Teller(kafka, jdbc, json);
        SomeCall call = SomeCall.completed();
        String key = call.finished().taskId();
        EventEnvelope good = teller.envelope(call.finished());
        EventEnvelope unknownVersion = new EventEnvelope(
                "evt_" + hostile, good.type(), 99, good.occurredAt(), good.aggregateId(), good.data());
        teller.send(Topics.TASK, key, json.writeValueAsString(unknownVersion));
        teller.send(Topics.TASK, key, "{\"eventId\":\"" + hostile);
        teller.send(
                Topics.TASK,
                key,
                json.writeValueAsString(new EventEnvelope(
                        "evt_empty_" + marker,
                        good.type(),
                        1,
                        good.occurredAt(),
                        good.aggregateId(),
                        json.createObjectNode().put(hostile, hostile))));
        teller.send(teller.envelope(SomeCall.completed()
                .task(key)
                .logged("log_" + marker)
                .ending(hostile)
                .finished()));
        teller.tell(call.finished());

        assertThat(DeadLetters.of("ability-service", Topics.TASK, key)).hasSize(4);
        assertNothingObeyed(output);
    }

    private void assertNothingObeyed(CapturedOutput output) {
        LoggerFactory.getLogger(HostileTextIT.class).info("heard {}", marker);
        assertThat(output.getAll()).contains("heard " + marker);
        assertThat(output.getAll().lines()).noneMatch(line -> line.startsWith(marker));
        assertThat(output.getAll()).doesNotContain("\u001b[31m" + marker);
    }

    private Api asAdmin() {
        return Api.onPort(port).as(TestTokens.start().admin("admin"));
    }
}
