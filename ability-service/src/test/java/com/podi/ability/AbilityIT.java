package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.ability.Price;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.InvocationFinished;
import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
class AbilityIT {

    private final TestTokens tokens = TestTokens.start();

    @LocalServerPort
    private int port;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JsonMapper json;

    @Test
    void whoMayReadTheListMayAskForItsHead() {
        assertThat(Api.onPort(port).call("HEAD", "/api/abilities", null).status())
                .isEqualTo(200);
    }

    @Test
    void theCatalogueIsOpenToEverybody() {
        Answer list = Api.onPort(port).get("/api/abilities?q=upsc");

        assertThat(list.status()).isEqualTo(200);
        assertThat(list.data("/pagination/total").asInt()).isEqualTo(1);
        assertThat(list.text("/items/0/id")).isEqualTo("podi_upscale");
        assertThat(list.data("/items/0/metadata/pricing/points").asInt()).isEqualTo(10);
        assertThat(list.data("/items/0/defaultParams/scale").asInt()).isEqualTo(2);
        assertThat(Api.onPort(port).get("/api/abilities/podi_denoise").text("/action"))
                .isEqualTo("denoise");
        assertThat(Api.onPort(port).get("/api/abilities/podi_nothing").errorCode())
                .isEqualTo("ABILITY_NOT_FOUND");
    }

    @Test
    void aPlanSaysWhatWillRunAndWhatItCosts() {
        Answer plan = plan("podi_upscale", Map.of("inputs", Map.of(), "imageCount", 1));

        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.data("/inputs/scale").asInt()).isEqualTo(2);
        assertThat(plan.data("/price/points").asInt()).isEqualTo(10);
        assertThat(plan.data("/price/units").asInt()).isEqualTo(1);
        assertThat(plan.data("/limits/timeoutSeconds").asInt()).isPositive();
    }

    @Test
    void aCallThatCannotRunHasNoPlan() {
        assertThat(plan("podi_upscale", Map.of("inputs", Map.of("scale", 3), "imageCount", 1))
                        .body()
                        .at("/error/details/0/message")
                        .asString())
                .isEqualTo("缩放倍数必须是2、4或8");
        assertThat(plan("podi_upscale", Map.of("inputs", Map.of(), "imageCount", 0))
                        .errorCode())
                .isEqualTo("IMAGE_REQUIRED");
        assertThat(plan("podi_upscale", Map.of("inputs", Map.of(), "imageCount", 2))
                        .errorCode())
                .isEqualTo("ABILITY_INPUT_INVALID");
        assertThat(plan("podi_nothing", Map.of("inputs", Map.of(), "imageCount", 1))
                        .errorCode())
                .isEqualTo("ABILITY_NOT_FOUND");
        assertThat(plan("podi_upscale", Map.of("inputs", Map.of(), "imageCount", 1, "executorId", "gpu"))
                        .errorCode())
                .isEqualTo("EXECUTOR_NOT_FOUND");
    }

    @Test
    void plansAreForServices() {
        Map<String, Object> request = Map.of("inputs", Map.of(), "imageCount", 1);
        String path = "/internal/abilities/podi_upscale/plan";

        assertThat(Api.onPort(port).post(path, request).errorCode()).isEqualTo("1003");
        assertThat(Api.onPort(port).as(tokens.user("u")).post(path, request).errorCode())
                .isEqualTo("FORBIDDEN");
    }

    @Test
    void aFinishedCallIsLoggedOnceHoweverOftenTheEventComes() {
        InvocationFinished call = finished();
        EventEnvelope event = new EventEnvelope(
                "evt_" + call.taskId(), call.type(), 1, Instant.now(), call.taskId(), json.valueToTree(call));
        kafka.send(Topics.TASK, call.taskId(), json.writeValueAsString(event));
        kafka.send(Topics.TASK, call.taskId(), json.writeValueAsString(event));

        await().atMost(Duration.ofSeconds(30)).until(() -> logs(call) > 0);
        await().during(Duration.ofMillis(500)).until(() -> logs(call) == 1);
        Answer log = asAdmin().get("/api/admin/abilities/%s/logs".formatted(call.abilityId()));
        assertThat(log.data("/items/0/costAmount").decimalValue()).isEqualByComparingTo("0.10");
        assertThat(log.data("/items/0/outputs/0").asString()).isEqualTo("results/t/1.png");
    }

    @Test
    void logsAreForAdministrators() {
        String path = "/api/admin/abilities/podi_upscale/logs";

        assertThat(Api.onPort(port).as(tokens.user("u")).get(path).status()).isEqualTo(403);
        assertThat(asAdmin().get(path + "?limit=0").status()).isEqualTo(400);
    }

    private int logs(InvocationFinished call) {
        return asAdmin()
                .get("/api/admin/abilities/%s/logs".formatted(call.abilityId()))
                .data("/items")
                .size();
    }

    private static InvocationFinished finished() {
        String unique = UUID.randomUUID().toString();
        Price price = new Price("CNY", "per_image", new BigDecimal("0.10"), null, 1, new BigDecimal("0.10"), 10);
        return new InvocationFinished(
                "log_" + unique,
                "task_" + unique,
                "ability_" + unique,
                "podi",
                "upscale",
                null,
                "user",
                "completed",
                1200,
                1200L,
                5,
                price,
                1,
                10,
                null,
                new JsonMapper().createObjectNode().put("scale", 2),
                List.of("results/t/1.png"),
                1000,
                null,
                null,
                Instant.now(),
                null);
    }

    private Api asAdmin() {
        return Api.onPort(port).as(tokens.admin("admin"));
    }

    private Answer plan(String abilityId, Map<String, Object> request) {
        return Api.onPort(port)
                .as(tokens.service("svc-task-worker"))
                .post("/internal/abilities/%s/plan".formatted(abilityId), request);
    }
}
