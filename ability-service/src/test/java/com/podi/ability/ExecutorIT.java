package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.AttemptFailed;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@ServiceIT
@ExtendWith(OutputCaptureExtension.class)
class ExecutorIT {

    private static final String EXECUTORS = "/api/admin/executors";
    private static final JsonMapper JSON = new JsonMapper();

    @LocalServerPort
    private int port;

    @Autowired
    private ConsumerFactory<? super String, ? super String> consumers;

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private JsonMapper json;

    private Admin admin;
    private Teller teller;

    @BeforeEach
    void login() {
        admin = new Admin(port);
        teller = new Teller(kafka, jdbc, json);
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

    /** Whatever is called after tokens, and whatever is filled in with each call. */
    @Test
    void aDeclarationIsSavedAsItIs() {
        String config = """
                {"healthPath": "/health", "calls": {
                  "chat": {"path": "/v1/chat/completions", "sendKey": {"header": "X-Api-Key"},
                    "headers": {"X-Request-Token": "{{taskId}}", "Accept": "application/json"},
                    "body": {"model": "{{model}}", "max_tokens": 500, "max_completion_tokens": "{{input.max_tokens}}",
                             "token": "{{input.token}}", "tokenizer": "bpe", "apiKeyHeader": "X-Key",
                             "messages": [{"role": "user", "content": "{{input.prompt}}"}]},
                    "result": {"texts": "/choices/*/message/content"},
                    "words": "/error/message",
                    "troubles": [{"at": "/error/code", "is": ["token_expired"], "means": "key"}]},
                  "film": {"method": "POST", "path": "/films?token={{input.token}}", "as": "multipart", "idempotent": true,
                    "sendKey": {"query": "key"},
                    "body": {"what": "{{input.prompt}}", "file": "{{picture.1}}"},
                    "result": {"videos": "/film/url"},
                    "job": {"id": "/id", "path": "/films/{{job}}", "state": "/state", "done": ["ready"],
                            "failed": ["lost"], "percent": "/part", "unknownStatus": 410}}}}""";

        String id = admin.executor("http", Admin.NOWHERE, Map.of("config", JSON.readTree(config)));

        assertThat(admin.api().get(EXECUTORS + "/" + id).data("/config")).isEqualTo(JSON.readTree(config));
    }

    @Test
    void theDeclarationOfTheManualIsSaved() throws IOException {
        String manual = Files.readString(Path.of("../task-worker/README.md"));
        int start = manual.indexOf("{\"calls\"");
        JsonNode config = JSON.readTree(manual.substring(start, manual.indexOf("```", start)));

        admin.executor("http", Admin.NOWHERE, Map.of("config", config));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "                          | \"x\"",
                ".edit                     | []",
                ".edit.path                | {\"result\": {\"texts\": \"/a\"}}",
                ".edit.path                | {\"path\": \"a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.path                | {\"path\": \"/a?api_key=abcdef\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.result              | {\"path\": \"/a\"}",
                ".edit.result              | {\"path\": \"/a\", \"result\": {}}",
                ".edit.result.pictures     | {\"path\": \"/a\", \"result\": {\"texts\": \"/a\", \"pictures\": \"/b\"}}",
                ".edit.result.texts        | {\"path\": \"/a\", \"result\": {\"texts\": [\"/a\"]}}",
                ".edit.method              | {\"method\": \"FETCH\", \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.as                  | {\"as\": \"xml\", \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.body                | {\"as\": \"form\", \"body\": [], \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.body.a[0]           | {\"body\": {\"a\": [\"{{inputs.b}}\"]}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.body.password       | {\"body\": {\"password\": \"x\"}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.body.clientSecret   | {\"body\": {\"clientSecret\": \"x\"}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.body.a              | {\"body\": {\"a\": \"sk-0123456789abcdef\"}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.body.a[0]           | {\"body\": {\"a\": [\"Bearer 0123456789abcdef\"]}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.headers.X-Api-Key   | {\"headers\": {\"X-Api-Key\": \"abc\"}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.headers.X-A         | {\"headers\": {\"X-A\": 1}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.headers.X A         | {\"headers\": {\"X A\": \"1\"}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.sendKey             | {\"sendKey\": {}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.sendkey             | {\"sendkey\": {}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.idempotent          | {\"idempotent\": \"yes\", \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.troubles[0].means   | {\"troubles\": [{\"at\": \"/a\", \"is\": [\"b\"], \"means\": \"bad\"}], \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.troubles[0].is      | {\"troubles\": [{\"at\": \"/a\", \"is\": \"b\", \"means\": \"key\"}], \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.job.id              | {\"job\": {\"path\": \"/{{job}}\", \"state\": \"/s\", \"done\": [\"d\"]}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.job.path            | {\"job\": {\"id\": \"/i\", \"path\": \"/j\", \"state\": \"/s\", \"done\": [\"d\"]}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.job.done            | {\"job\": {\"id\": \"/i\", \"path\": \"/{{job}}\", \"state\": \"/s\", \"done\": \"d\"}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
                ".edit.job.unknownStatus   | {\"job\": {\"id\": \"/i\", \"path\": \"/{{job}}\", \"state\": \"/s\", \"done\": [\"d\"], \"unknownStatus\": \"404\"}, \"path\": \"/a\", \"result\": {\"texts\": \"/a\"}}",
            })
    void aDeclarationThatIsMalformedIsRefusedWithItsField(String field, String value) {
        JsonNode declared = JSON.readTree(value);
        Object calls = field == null ? declared : Map.of("edit", declared);

        Answer refused = admin.api().post(EXECUTORS, body(Map.of("type", "http", "config", Map.of("calls", calls))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details").valueStream().map(detail -> detail.path("field")
                        .asString()))
                .containsExactly("config.calls" + (field == null ? "" : field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "no address", "http://user:secret@x"})
    void uploadsGoToAnAddress(String url) {
        Answer refused = admin.api().post(EXECUTORS, body(Map.of("type", "kie", "config", Map.of("uploadUrl", url))));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("config.uploadUrl");
        admin.executor("kie", Admin.NOWHERE, Map.of("config", Map.of("uploadUrl", "https://up.example")));
    }

    @Test
    void anExecutorNamesKeysThatItsProviderHas() {
        String known = admin.api()
                .post(
                        "/api/admin/api-keys",
                        Map.of("provider", "comfyui", "name", Admin.unique("key"), "key", "sk-some-long-secret"))
                .text("/id");
        String others = admin.api()
                .post(
                        "/api/admin/api-keys",
                        Map.of("provider", "kie", "name", Admin.unique("key"), "key", "sk-some-long-secret"))
                .text("/id");

        for (String unknown : List.of("key_that_is_not_there", others)) {
            Answer refused = admin.api().post(EXECUTORS, body(Map.of("apiKeyIds", List.of(known, unknown))));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().at("/error/details/0/field").asString()).isEqualTo("apiKeyIds[1]");
        }
        String id = admin.node(Admin.NOWHERE, Map.of("apiKeyIds", List.of(known)));
        assertThat(admin.api()
                        .put(EXECUTORS + "/" + id, body(Map.of("apiKeyIds", List.of(others))))
                        .status())
                .isEqualTo(400);
        assertThat(admin.api()
                        .put("/api/admin/api-keys/" + known, Map.of("provider", "kie", "name", Admin.unique("key")))
                        .errorCode())
                .isEqualTo("IN_USE");
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
                "/api/admin/api-keys",
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

    /** Not even dialled: where nobody answers, that alone says nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"http://169.254.169.254", "http://100.100.100.200", "http://[64:ff9b::a9fe:a9fe]"})
    void theMetadataOfACloudIsNeverAsked(String address, CapturedOutput output) {
        String id = admin.node(address, Map.of());

        assertThat(admin.api().post(EXECUTORS + "/" + id + "/check", null).text("/lastHealthStatus"))
                .isEqualTo("unhealthy");
        assertThat(output.getAll())
                .contains("executor not reached: executor=" + id + " reason=java.io.IOException: not allowed");
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
            teller.tell(failure(id));

            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(node.asked()).hasSizeGreaterThan(before));
        }
    }

    @Test
    void whoFailsItsWorkIsTakenOutOfServiceAndComesBackOnTrial() {
        try (NodeDouble node = new NodeDouble()) {
            String id = admin.node(node.url(), Map.of());
            try (Heard heard = new Heard(consumers, Topics.EXECUTOR, id)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> healthOf(id).equals("healthy"));

                teller.tell(failure(id), failure(id));
                assertThat(failedOf(id)).isEqualTo(2);
                awaitAvailability(heard, true);
                teller.tell(failure(id));
                awaitAvailability(heard, true, false, true);

                teller.tell(failure(id));
                awaitAvailability(heard, true, false, true, false, true);

                teller.send(teller.envelope(
                        SomeCall.completed().on("comfyui", id).taking(0).finished()));
                await().atMost(Duration.ofSeconds(30)).until(() -> tripsOf(id) == 0);
                teller.tell(failure(id), failure(id));
                assertThat(tripsOf(id)).isZero();
            }
        }
    }

    @Test
    void whatWasBegunBeforeItCameBackDecidesNothing() {
        try (NodeDouble node = new NodeDouble()) {
            String id = admin.node(node.url(), Map.of());
            try (Heard heard = new Heard(consumers, Topics.EXECUTOR, id)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> healthOf(id).equals("healthy"));
                teller.tell(failure(id), failure(id), failure(id));
                awaitAvailability(heard, true, false, true);
                assertThat(tripsOf(id)).isEqualTo(1);
                Instant before = Instant.now().minusSeconds(300);

                String taskId = Admin.unique("task");
                teller.send(teller.envelope(SomeCall.completed()
                        .task(taskId)
                        .on("comfyui", id)
                        .taking(300_000)
                        .finished()));
                teller.tell(failure(taskId, id, before));
                assertThat(tripsOf(id)).as("neither forgiven nor out again").isEqualTo(1);

                teller.send(teller.envelope(SomeCall.completed()
                        .on("comfyui", id)
                        .taking(300_000, 0)
                        .finished()));
                await().atMost(Duration.ofSeconds(30)).until(() -> tripsOf(id) == 0);
                for (int number = 0; number < 5; number++) {
                    teller.tell(failure(Admin.unique("task"), id, before));
                }
                assertThat(tripsOf(id)).isZero();
                assertThat(availability(heard)).containsExactly(true, false, true);
                assertThat(failedOf(id)).as("counted all the same").isEqualTo(9);
            }
        }
    }

    @Test
    void figuresComeFromWorkAndWhatTheCallerDidWrongIsNoneOfIt() {
        String id = admin.node(Admin.NOWHERE, Map.of());
        assertThat(admin.api().get(EXECUTORS + "/" + id).data("/successRate").isNull())
                .isTrue();
        EventEnvelope failure = teller.envelope(failure(id));
        String taskId = failure.aggregateId();
        EventEnvelope success = teller.envelope(SomeCall.completed()
                .task(taskId)
                .on("comfyui", id)
                .taking(1_200)
                .finished());
        teller.send(success);
        teller.send(success);
        List.of(
                        SomeCall.failed("IMAGE_FORMAT", "no picture")
                                .task(taskId)
                                .on("comfyui", id),
                        SomeCall.failed("EXECUTOR_ERROR", "told as an attempt")
                                .task(taskId)
                                .on("comfyui", id))
                .forEach(call -> teller.send(teller.envelope(call.finished())));
        teller.send(failure);
        teller.send(failure);
        EventEnvelope last =
                teller.envelope(new AttemptFailed(taskId, 2, "a", "nobody", "EXECUTOR_ERROR", null, Instant.now()));
        teller.send(last);
        teller.awaitHeard(last);

        Answer executor = admin.api().get(EXECUTORS + "/" + id);
        assertThat(failedOf(id)).as("told twice, counted once").isEqualTo(1);
        assertThat(executor.data("/successRate").asDouble()).isEqualTo(0.5);
        assertThat(executor.data("/avgDurationMs").asLong()).isEqualTo(1_200);
    }

    @Test
    void whatFailedLongAgoSaysNothing() {
        String id = admin.node(Admin.NOWHERE, Map.of());

        teller.tell(new AttemptFailed(
                "task", 1, "a", id, "EXECUTOR_ERROR", null, Instant.now().minusSeconds(3_600)));

        assertThat(failedOf(id)).isZero();
    }

    private void awaitAvailability(Heard heard, Boolean... expected) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(availability(heard)).containsExactly(expected));
    }

    private static List<Boolean> availability(Heard heard) {
        return heard.events().stream()
                .map(event -> event.at("/data/available").asBoolean())
                .toList();
    }

    private static AttemptFailed failure(String executorId) {
        return failure(Admin.unique("task"), executorId, Instant.now());
    }

    private static AttemptFailed failure(String taskId, String executorId, Instant startedAt) {
        return new AttemptFailed(taskId, 1, "ability", executorId, "EXECUTOR_ERROR", startedAt, Instant.now());
    }

    private long failedOf(String id) {
        return jdbc.sql("select coalesce(sum(failed), 0) from executor_outcomes where executor_id = ?")
                .param(id)
                .query(Long.class)
                .single();
    }

    private int tripsOf(String id) {
        return jdbc.sql("select health_trips from executors where id = ?")
                .param(id)
                .query(Integer.class)
                .single();
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
