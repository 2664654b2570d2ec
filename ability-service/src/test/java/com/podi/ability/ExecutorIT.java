package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
class ExecutorIT {

    private static final String EXECUTORS = "/api/admin/executors";
    private static final JsonMapper JSON = new JsonMapper();
    private static final String TROUBLE = """
            {"eventId": "evt_trouble", "type": "invocation.finished", "version": 1,
             "occurredAt": "2026-01-01T00:00:00Z", "aggregateId": "t",
             "data": {"executorId": "%s", "errorCode": "EXECUTOR_TIMEOUT"}}
            """;

    @LocalServerPort
    private int port;

    @Autowired
    private ConsumerFactory<? super String, ? super String> consumers;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JdbcClient jdbc;

    private Admin admin;

    @BeforeEach
    void login() {
        admin = new Admin(port);
    }

    @Test
    void anExecutorIsMadeReadChangedAndRemoved() {
        String id = admin.node(Admin.NOWHERE, Map.of("tags", List.of("24gb"), "config", Map.of("region", "eu")));

        Answer made = admin.api().get(EXECUTORS + "/" + id);
        assertThat(made.text("/status")).isEqualTo("active");
        assertThat(made.data("/weight").asInt()).isEqualTo(1);
        assertThat(made.data("/maxConcurrency").asInt()).isEqualTo(1);
        assertThat(made.text("/tags/0")).isEqualTo("24gb");
        assertThat(made.text("/config/region")).isEqualTo("eu");
        assertThat(made.data("/revision").asInt()).isEqualTo(1);

        Answer changed = admin.api().put(EXECUTORS + "/" + id, body(Map.of("maxConcurrency", 3, "revision", 1)));
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.data("/maxConcurrency").asInt()).isEqualTo(3);
        assertThat(changed.data("/revision").asInt()).isEqualTo(2);
        assertThat(changed.data("/tags").isEmpty()).isTrue();

        assertThat(admin.api().delete(EXECUTORS + "/" + id).status()).isEqualTo(200);
        assertThat(admin.api().get(EXECUTORS + "/" + id).errorCode()).isEqualTo("EXECUTOR_NOT_FOUND");
        assertThat(admin.api().put(EXECUTORS + "/" + id, body(Map.of())).errorCode())
                .isEqualTo("EXECUTOR_NOT_FOUND");
        assertThat(admin.api().delete(EXECUTORS + "/" + id).errorCode()).isEqualTo("EXECUTOR_NOT_FOUND");
        assertThat(admin.api().post(EXECUTORS + "/" + id + "/check", null).errorCode())
                .isEqualTo("EXECUTOR_NOT_FOUND");
    }

    @Test
    void whoSawAnOlderRevisionDoesNotOverwriteANewerOne() {
        String id = admin.node(Admin.NOWHERE, Map.of());
        admin.api().put(EXECUTORS + "/" + id, body(Map.of("name", "first")));

        assertThat(admin.api()
                        .put(EXECUTORS + "/" + id, body(Map.of("name", "second", "revision", 1)))
                        .errorCode())
                .isEqualTo("REVISION_CONFLICT");
        assertThat(admin.api().get(EXECUTORS + "/" + id).text("/name")).isEqualTo("first");
        assertThat(admin.api()
                        .put(EXECUTORS + "/" + id, body(Map.of("name", "third")))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anIdIsTakenOnce() {
        String id = admin.node(Admin.NOWHERE, Map.of("id", Admin.unique("gpu")));

        assertThat(admin.api().post(EXECUTORS, body(Map.of("id", id))).errorCode())
                .isEqualTo("ALREADY_EXISTS");
        admin.api().delete(EXECUTORS + "/" + id);
        assertThat(admin.api().post(EXECUTORS, body(Map.of("id", id))).errorCode())
                .isEqualTo("ALREADY_EXISTS");
    }

    @Test
    void anExecutorThatIsUsedStays() {
        String id = admin.node(Admin.NOWHERE, Map.of());
        String ability = admin.ability("comfyui", Map.of("executorId", id));
        String other = admin.node(Admin.NOWHERE, Map.of());
        String bound = admin.binding(admin.workflow("upscale"), other, 0);

        assertThat(admin.api().delete(EXECUTORS + "/" + id).errorCode()).isEqualTo("IN_USE");
        assertThat(admin.api().delete(EXECUTORS + "/" + other).errorCode()).isEqualTo("IN_USE");
        assertThat(admin.api()
                        .put(EXECUTORS + "/" + id, body(Map.of("type", "kie")))
                        .errorCode())
                .isEqualTo("IN_USE");

        admin.api().delete("/api/admin/abilities/" + ability);
        admin.api().delete("/api/admin/workflow-bindings/" + bound);
        assertThat(admin.api().delete(EXECUTORS + "/" + id).status()).isEqualTo(200);
        assertThat(admin.api().delete(EXECUTORS + "/" + other).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id             | \"a b\"",
                "name           | \"\"",
                "type           | \"podi\"",
                "type           | \"No Type\"",
                "baseUrl        | \"ftp://x\"",
                "baseUrl        | \"http://user:secret@x\"",
                "baseUrl        | \"not an address\"",
                "status         | \"broken\"",
                "weight         | 0",
                "weight         | 1.5",
                "maxConcurrency | -1",
                "maxConcurrency | \"3\"",
                "config         | []",
                "config.headers.Authorization | {\"headers\":{\"Authorization\":\"Bearer x\"}}",
                "revision       | 0",
            })
    void whatIsWrongIsNamed(String field, String value) {
        String top = field.split("\\.")[0];
        Answer refused = admin.api().post(EXECUTORS, body(Map.of(top, JSON.readTree(value))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void executorsAreListedByPages() {
        String tag = Admin.unique("tag");
        for (int number = 0; number < 3; number++) {
            admin.node(Admin.NOWHERE, Map.of("tags", List.of(tag)));
        }

        Answer page = admin.api().get(EXECUTORS + "?tag=" + tag + "&type=comfyui&status=active&page=2&pageSize=2");
        assertThat(page.data("/items").size()).isEqualTo(1);
        assertThat(page.data("/pagination/total").asInt()).isEqualTo(3);
        assertThat(page.data("/pagination/totalPages").asInt()).isEqualTo(2);
        assertThat(admin.api()
                        .get(EXECUTORS + "?q=" + tag)
                        .data("/pagination/total")
                        .asInt())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/admin/executors",
                "/api/admin/workflows",
                "/api/admin/workflow-bindings",
                "/api/admin/abilities",
                "/api/admin/audit",
                "/api/abilities"
            })
    void pagesHaveBounds(String list) {
        for (String wrong : List.of("page=0", "page=-1", "page=abc", "pageSize=0", "pageSize=101", "pageSize=1.5")) {
            Answer refused = admin.api().get(list + "?" + wrong);
            assertThat(refused.status()).as(list + "?" + wrong).isEqualTo(400);
            assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(wrong.split("=")[0]);
        }
        assertThat(admin.api().get(list + "?page=1000000&pageSize=100").status())
                .isEqualTo(200);
    }

    @Test
    void aNodeIsAskedNow() {
        try (NodeDouble node = new NodeDouble()) {
            String id = admin.node(node.url() + "/", Map.of());

            Answer well = admin.api().post(EXECUTORS + "/" + id + "/check", null);
            assertThat(well.text("/lastHealthStatus")).isEqualTo("healthy");
            assertThat(well.text("/lastHealthCheckAt")).isNotEmpty();
            assertThat(node.asked()).contains("/prompt");

            node.answers(500);
            assertThat(admin.api().post(EXECUTORS + "/" + id + "/check", null).text("/lastHealthStatus"))
                    .isEqualTo("unhealthy");
        }
    }

    @Test
    void aProviderWithoutAPathOfItsOwnOnlyHasToAnswer() {
        try (NodeDouble provider = new NodeDouble()) {
            provider.answers(401);
            String id = admin.executor("kie", provider.url(), Map.of());
            String strict = admin.executor("kie", provider.url(), Map.of("config", Map.of("healthPath", "/health")));

            assertThat(admin.api().post(EXECUTORS + "/" + id + "/check", null).text("/lastHealthStatus"))
                    .isEqualTo("healthy");
            assertThat(admin.api()
                            .post(EXECUTORS + "/" + strict + "/check", null)
                            .text("/lastHealthStatus"))
                    .isEqualTo("unhealthy");
            assertThat(provider.asked()).contains("/health");
        }
    }

    @Test
    void theMetadataOfACloudIsNeverAsked() {
        String id = admin.node("http://169.254.169.254", Map.of());

        assertThat(admin.api().post(EXECUTORS + "/" + id + "/check", null).text("/lastHealthStatus"))
                .isEqualTo("unhealthy");
    }

    @Test
    void whoGoesAndComesBackIsNoticedAndToldOf() {
        try (NodeDouble node = new NodeDouble()) {
            String id = admin.node(node.url(), Map.of("maxConcurrency", 2));
            try (Heard heard = new Heard(consumers, Topics.EXECUTOR, id)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> healthOf(id).equals("healthy"));

                node.answers(503);
                await().atMost(Duration.ofSeconds(20)).until(() -> healthOf(id).equals("unhealthy"));
                node.answers(200);
                await().atMost(Duration.ofSeconds(20)).until(() -> healthOf(id).equals("healthy"));

                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(heard.events())
                        .extracting(event -> event.at("/data/available").asBoolean())
                        .containsExactly(true, false, true));
                assertThat(heard.events().get(0).at("/type").asString()).isEqualTo("executor.changed");
                assertThat(heard.events().get(0).at("/data/maxConcurrency").asInt())
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void whoCouldNotDoACallIsAskedBeforeItsTime() {
        try (NodeDouble node = new NodeDouble()) {
            String id = admin.node(node.url(), Map.of());
            await().atMost(Duration.ofSeconds(20)).until(() -> healthOf(id).equals("healthy"));
            // A question may be on its way, and its answer would be followed by the next one.
            await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(20)).until(() -> leaveAlone(id));
            int before = node.asked().size();

            kafka.send(Topics.TASK, "t", "no JSON");
            kafka.send(Topics.TASK, "t", TROUBLE.formatted(id));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(node.asked()).hasSizeGreaterThan(before));
        }
    }

    private boolean leaveAlone(String id) {
        return jdbc.sql("update executors set next_health_check_at = now() + interval '1 hour' where id = ?")
                        .param(id)
                        .update()
                == 1;
    }

    @Test
    void anExecutorThatIsSwitchedOffIsToldOf() {
        try (NodeDouble node = new NodeDouble()) {
            String id = admin.node(node.url(), Map.of());
            try (Heard heard = new Heard(consumers, Topics.EXECUTOR, id)) {
                Map<String, Object> off = new HashMap<>(body(Map.of("status", "inactive")));
                off.put("baseUrl", node.url());
                admin.api().put(EXECUTORS + "/" + id, off);

                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(heard.events())
                        .extracting(event -> event.at("/data/available").asBoolean())
                        .containsExactly(true, false));
            }
        }
    }

    private String healthOf(String id) {
        return admin.api().get(EXECUTORS + "/" + id).text("/lastHealthStatus");
    }

    private static Map<String, Object> body(Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "a node", "type", "comfyui", "baseUrl", Admin.NOWHERE));
        body.putAll(more);
        return body;
    }
}
