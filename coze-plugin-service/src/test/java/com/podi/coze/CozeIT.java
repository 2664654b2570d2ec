package com.podi.coze;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;

@ServiceIT
class CozeIT {

    private static final String DOCUMENT = "/api/coze/podi/openapi.json";
    private static final String TASK_GET = "/api/coze/podi/tasks/get";

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        TaskWorkerDouble taskWorker = new TaskWorkerDouble();
        registry.add("spring.cloud.discovery.client.simple.instances.task-worker[0].uri", taskWorker::url);
        registry.add("PODI_TOKEN_URI", () -> taskWorker.url() + "/token");
        registry.add("PODI_CLIENT_SECRET", () -> "secret");
        registry.add("PODI_PUBLIC_URL", () -> "https://podi.example/");
        registry.add("PODI_COZE_ACCOUNT", () -> "account-of-coze");
        registry.add("SERVICE_API_TOKEN", () -> "opaque");
    }

    @Test
    void anybodyMayImportTheDocument() {
        Answer document = stranger().get(DOCUMENT);

        assertThat(document.status()).isEqualTo(200);
        CozeRules.assertImportable(document.body());
        assertThat(document.body().at("/servers/0/url").asString()).isEqualTo("https://podi.example");
        assertThat(document.body().at("/paths").propertyNames()).containsExactly(TASK_GET);
        assertThat(document.response().headers().allValues("Access-Control-Allow-Origin"))
                .containsExactly("*");
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
    void aTaskIsAnsweredBareAndAsTheDocumentSays() {
        Answer answer = taskGet(Map.of("taskId", "task_done"));

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer);
        assertThat(answer.body().at("/status").asString()).isEqualTo("completed");
        assertThat(answer.body().at("/imageUrl").asString()).isEqualTo("http://store/result.png?signed");
        assertThat(answer.body().at("/requestId").asString()).isEqualTo("4bf92f");
    }

    @Test
    void theEndOfATaskIsWaitedFor() {
        assertThat(taskGet(Map.of("taskId", "task_slow")).body().at("/status").asString())
                .isEqualTo("running");
        assertThat(taskGet(Map.of("taskId", "task_slow", "waitSeconds", 20))
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
                "400 TASK_ID_REQUIRED {\"taskId\":\"\",\"waitSeconds\":0}",
                "400 2003 {\"taskId\":[]}",
                "400 2003 not JSON",
                "503 SERVICE_UNAVAILABLE {\"taskId\":\"task_lost\"}"
            })
    void aRefusalIsAnAnswerToo(String expectation) {
        String[] expected = expectation.split(" ", 3);

        Answer answer = taskGet(expected[2]);

        assertThat(answer.status()).isEqualTo(200);
        assertFits(answer);
        assertThat(answer.body().at("/code").asString()).isEqualTo(expected[0]);
        assertThat(answer.body().at("/errorCode").asString()).isEqualTo(expected[1]);
        assertThat(answer.body().at("/status").asString()).isEqualTo("failed");
    }

    @Test
    void strangersNeedTheToken() {
        Map<String, String> request = Map.of("taskId", "task_done");

        Answer refused = stranger().post(TASK_GET, request);
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.errorCode()).isEqualTo("INTERNAL_ONLY");
        assertThat(stranger().as("wrong").post(TASK_GET, request).errorCode()).isEqualTo("INTERNAL_ONLY");
        assertThat(stranger()
                        .as("opaque")
                        .post(TASK_GET, request)
                        .body()
                        .at("/code")
                        .asInt())
                .isEqualTo(200);
    }

    @Test
    void whatIsNotBuiltIsNotThere() {
        assertThat(Api.onPort(port)
                        .post("/api/coze/podi/tools/podi/upscale", Map.of())
                        .errorCode())
                .isEqualTo("NOT_FOUND");
    }

    private Api stranger() {
        return Api.onPort(port).with("X-Forwarded-For", "203.0.113.9");
    }

    private Answer taskGet(Object body) {
        return Api.onPort(port).post(TASK_GET, body);
    }

    private void assertFits(Answer answer) {
        JsonNode document = stranger().get(DOCUMENT).body();
        CozeRules.assertFits(answer.body(), CozeRules.answerSchema(document, TASK_GET));
    }
}
