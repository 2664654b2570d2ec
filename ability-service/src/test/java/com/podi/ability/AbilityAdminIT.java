package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
class AbilityAdminIT {

    private static final String ABILITIES = "/api/admin/abilities";
    private static final JsonMapper JSON = new JsonMapper();

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
    void whatComesWithAReleaseIsThereAndOnlyOurToolsAreOn() {
        Answer seeded = admin.api().get(ABILITIES + "?provider=podi&pageSize=100");
        assertThat(ids(seeded))
                .contains(
                        "podi_upscale",
                        "podi_denoise",
                        "podi_cutout",
                        "podi_contrast",
                        "podi_resize",
                        "podi_set_dpi",
                        "podi_expand_canvas",
                        "podi_tile",
                        "podi_convert");
        assertThat(ids(admin.api().get(ABILITIES + "?provider=podi&status=active&pageSize=100")))
                .containsAll(ids(seeded));
        for (String provider : List.of("comfyui", "baidu", "volcengine", "openai")) {
            List<JsonNode> others = admin.api()
                    .get(ABILITIES + "?pageSize=100&provider=" + provider)
                    .data("/items")
                    .valueStream()
                    .filter(ability -> !ability.at("/capabilityKey").asString().startsWith("key-"))
                    .toList();
            assertThat(others).as(provider).isNotEmpty().allSatisfy(ability -> {
                assertThat(ability.at("/status").asString()).isEqualTo("inactive");
                assertThat(ability.at("/metadata/pricing").isNull()).isTrue();
            });
        }
        assertThat(admin.api().get(ABILITIES + "/comfyui_pattern_extraction").text("/displayName"))
                .isEqualTo("印花提取");
        assertThat(admin.api().get(ABILITIES + "/openai_edit").text("/metadata/upstream/documentation"))
                .startsWith("https://platform.openai.com/");
    }

    @Test
    void anAbilityIsMadeReadChangedAndRemoved() {
        String account = admin.executor("kie", Admin.NOWHERE, Map.of());
        String key = Admin.unique("key");
        String id = admin.ability("kie", Map.of("capabilityKey", key, "executorId", account));

        assertThat(id).isEqualTo("kie_" + key);
        Answer made = admin.api().get(ABILITIES + "/" + id);
        assertThat(made.text("/action")).isEqualTo(key);
        assertThat(made.text("/abilityType")).isEqualTo("api");
        assertThat(made.text("/status")).isEqualTo("active");
        assertThat(made.text("/executorId")).isEqualTo(account);
        assertThat(made.text("/metadata/routingPolicy")).isEqualTo("least_queue");
        assertThat(made.data("/revision").asInt()).isEqualTo(1);

        Map<String, Object> better = new HashMap<>(Map.of(
                "provider", "kie", "capabilityKey", key, "displayName", "Better", "status", "inactive", "revision", 1));
        Answer changed = admin.api().put(ABILITIES + "/" + id, better);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.text("/displayName")).isEqualTo("Better");
        assertThat(changed.data("/version").asInt()).isEqualTo(2);
        assertThat(changed.data("/executorId").isNull()).isTrue();
        assertThat(admin.api().put(ABILITIES + "/" + id, better).errorCode()).isEqualTo("REVISION_CONFLICT");
        better.remove("revision");
        better.remove("status");
        assertThat(admin.api().put(ABILITIES + "/" + id, better).text("/status"))
                .isEqualTo("inactive");

        assertThat(admin.api().delete(ABILITIES + "/" + id).status()).isEqualTo(200);
        assertThat(admin.api().get(ABILITIES + "/" + id).errorCode()).isEqualTo("ABILITY_NOT_FOUND");
        assertThat(Api.onPort(port).get("/api/abilities/" + id).errorCode()).isEqualTo("ABILITY_NOT_FOUND");
        assertThat(admin.api().put(ABILITIES + "/" + id, better).errorCode()).isEqualTo("ABILITY_NOT_FOUND");
        assertThat(admin.api().delete(ABILITIES + "/" + id).errorCode()).isEqualTo("ABILITY_NOT_FOUND");
    }

    @Test
    void whatIsReadCanBeSentBack() {
        for (String id : ids(admin.api().get(ABILITIES + "?pageSize=100&status=inactive"))) {
            JsonNode seen = admin.api().get(ABILITIES + "/" + id).data("");

            Answer saved = admin.api().put(ABILITIES + "/" + id, JSON.writeValueAsString(seen));

            assertThat(saved.status()).as(saved.response().body()).isEqualTo(200);
            assertThat(saved.data("/inputSchema")).isEqualTo(seen.at("/inputSchema"));
            assertThat(saved.data("/metadata")).isEqualTo(seen.at("/metadata"));
            assertThat(saved.data("/version").asInt())
                    .isEqualTo(seen.at("/version").asInt() + 1);
        }
    }

    @Test
    void ofManyWhoSawTheSameRevisionOneSaves() {
        String id = admin.ability("kie", Map.of());
        Map<String, Object> body =
                Map.of("provider", "kie", "capabilityKey", id.substring(4), "displayName", "Mine", "revision", 1);

        List<Integer> answers = AtOnce.call(
                8, number -> admin.api().put(ABILITIES + "/" + id, body).status());

        assertThat(answers).containsOnlyOnce(200).contains(409);
        assertThat(admin.api().get(ABILITIES + "/" + id).data("/version").asInt())
                .isEqualTo(2);
    }

    @Test
    void aCapabilityOfAProviderIsThereOnce() {
        String id = admin.ability("kie", Map.of());

        assertThat(admin.api()
                        .post(ABILITIES, Admin.abilityBody("kie", Map.of("capabilityKey", id.substring(4))))
                        .errorCode())
                .isEqualTo("ALREADY_EXISTS");
        assertThat(admin.api()
                        .post(
                                ABILITIES,
                                Admin.abilityBody(
                                        "kie", Map.of("capabilityKey", id.substring(4), "id", Admin.unique("other"))))
                        .errorCode())
                .isEqualTo("ALREADY_EXISTS");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "id            | \"logs\"                                 | id",
                "provider      | \"A B\"                                  | provider",
                "capabilityKey | null                                     | capabilityKey",
                "displayName   | \" \"                                    | displayName",
                "status        | \"on\"                                   | status",
                "abilityType   | \"magic\"                                | abilityType",
                "workflowId    | \"nothing\"                              | workflowId",
                "executorId    | \"nothing\"                              | executorId",
                "maxOutputImages | 0                                      | maxOutputImages",
                "inputSchema   | {\"fields\":[{\"name\":\"a\",\"type\":\"slider\"}]} | inputSchema.fields[0].type",
                "inputSchema   | {\"fields\":[{\"name\":\"a\",\"type\":\"integer\",\"default\":\"x\"}]} | inputSchema.fields[0].default",
                "metadata      | {\"pricing\":{\"listPrice\":-1}}         | metadata.pricing.listPrice",
                "metadata      | {\"pricing\":{\"listPrice\":1,\"discountPrice\":2}} | metadata.pricing.discountPrice",
                "metadata      | {\"pricing\":{\"listPrice\":1,\"currency\":\"EUR\"}} | metadata.pricing.currency",
                "metadata      | {\"pricing\":{\"listPrice\":1,\"unitsFrom\":\"images\"}} | metadata.pricing.unitsFrom",
                "metadata      | {\"pricing\":{\"listPrice\":1,\"unit\":\"per_call\",\"unitsFrom\":\"n\"}} | metadata.pricing.unitsFrom",
                "metadata      | {\"routingPolicy\":\"random\"}           | metadata.routingPolicy",
                "metadata      | {\"allowedExecutorIds\":[\"nothing\"]}   | metadata.allowedExecutorIds[0]",
                "metadata      | {\"upstream\":{\"endpoint\":\"file:///etc/passwd\"}} | metadata.upstream.endpoint",
            })
    void whatIsWrongIsNamed(String name, String value, String field) {
        Map<String, Object> body = new HashMap<>(Admin.abilityBody("comfyui", Map.of()));
        body.put(name, JSON.readTree(value));

        Answer refused = admin.api().post(ABILITIES, body);

        assertThat(refused.status()).as(refused.response().body()).isEqualTo(400);
        assertThat(refused.errorCode()).isEqualTo("2003");
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo(field);
    }

    @Test
    void whatAPriceCountsByIsANumberOfTheForm() {
        Map<String, Object> pricing = Map.of("pricing", Map.of("listPrice", 1, "unitsFrom", "n"));
        for (Map<String, Object> field : List.<Map<String, Object>>of(
                Map.of("name", "m", "type", "integer"), Map.of("name", "n", "type", "text"))) {
            Answer refused = admin.api()
                    .post(
                            ABILITIES,
                            Admin.abilityBody(
                                    "kie",
                                    Map.of("metadata", pricing, "inputSchema", Map.of("fields", List.of(field)))));
            assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("metadata.pricing.unitsFrom");
        }
    }

    @Test
    void anExecutorIsOfTheProviderOfItsAbility() {
        String account = admin.executor("kie", Admin.NOWHERE, Map.of());

        Answer other = admin.api().post(ABILITIES, Admin.abilityBody("openai", Map.of("executorId", account)));
        assertThat(other.body().at("/error/details/0/field").asString()).isEqualTo("executorId");
        Answer none = admin.api().post(ABILITIES, Admin.abilityBody("podi", Map.of("executorId", account)));
        assertThat(none.body().at("/error/details/0/field").asString()).isEqualTo("executorId");
    }

    @Test
    void whatAnAbilityRunsOnIsForAdministratorsAlone() {
        String account = admin.executor("kie", Admin.NOWHERE, Map.of());
        String id = admin.ability(
                "kie", Map.of("executorId", account, "metadata", Map.of("allowedExecutorIds", List.of(account))));

        for (Api caller :
                List.of(Api.onPort(port), Api.onPort(port).as(TestTokens.start().user("u")))) {
            Answer seen = caller.get("/api/abilities/" + id);
            assertThat(seen.data("/executorId").isNull()).isTrue();
            assertThat(seen.data("/workflowId").isNull()).isTrue();
            assertThat(seen.data("/metadata/allowedExecutorIds").isNull()).isTrue();
            assertThat(seen.data("/metadata/upstream").isNull()).isTrue();
        }
        assertThat(admin.api().get("/api/abilities/" + id).text("/executorId")).isEqualTo(account);
    }

    @Test
    void inactiveAbilitiesAreNotListedForEverybody() {
        String category = Admin.unique("cat").substring(0, 12);
        String on = admin.ability("kie", Map.of("category", category));
        admin.ability("kie", Map.of("category", category, "status", "inactive"));

        assertThat(ids(Api.onPort(port).get("/api/abilities?category=" + category)))
                .containsExactly(on);
        assertThat(ids(admin.api().get(ABILITIES + "?category=" + category))).hasSize(2);
        assertThat(ids(admin.api().get(ABILITIES + "?category=" + category + "&status=inactive")))
                .hasSize(1);
        assertThat(admin.api().get(ABILITIES + "?status=broken").status()).isEqualTo(400);
    }

    @Test
    void theHealthOfAnAbilityIsThatOfItsExecutors() {
        try (NodeDouble there = new NodeDouble()) {
            String account = admin.executor("kie", there.url(), Map.of());
            String id = admin.ability("kie", Map.of("executorId", account));
            admin.api().post("/api/admin/executors/" + account + "/check", null);

            Answer seen = admin.api().get(ABILITIES + "/" + id);
            assertThat(seen.text("/lastHealthStatus")).isEqualTo("healthy");
            assertThat(seen.text("/lastHealthCheckAt")).isNotEmpty();
        }
    }

    @Test
    void changesAreToldOf() {
        String id = admin.ability("kie", Map.of());
        admin.api().delete(ABILITIES + "/" + id);

        try (Heard heard = new Heard(consumers, Topics.ABILITY, id)) {
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> assertThat(heard.events())
                    .extracting(event -> event.at("/data/active").asBoolean())
                    .containsExactly(true, false));
        }
    }

    @Test
    void whatAnotherReplicaChangedIsSeenWhenItIsToldOf() {
        String id = admin.ability("kie", Map.of("displayName", "Before"));
        jdbc.sql("update abilities set display_name = 'After' where id = ?")
                .param(id)
                .update();
        assertThat(Api.onPort(port).get("/api/abilities/" + id).text("/displayName"))
                .isEqualTo("Before");

        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            kafka.send(Topics.ABILITY, id, "not even JSON");
            assertThat(Api.onPort(port).get("/api/abilities/" + id).text("/displayName"))
                    .isEqualTo("After");
        });
    }

    private static List<String> ids(Answer list) {
        return list.data("/items")
                .valueStream()
                .map(item -> item.at("/id").asString())
                .toList();
    }
}
