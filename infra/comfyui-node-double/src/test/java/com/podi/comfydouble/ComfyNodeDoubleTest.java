package com.podi.comfydouble;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What the double must not be kinder in than the node is, and what the releases differ in. */
class ComfyNodeDoubleTest {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String GRAPH = """
            {"1": {"class_type": "EmptyImage", "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 255}},
             "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "%s"}}}
            """;

    private ComfyNodeDouble node;

    private void start(Release release) {
        node = ComfyNodeDouble.start(release);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), BodyHandlers.ofString());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(node.baseUrl().resolve(path)));
    }

    private HttpResponse<String> post(String path, String body) {
        return send(HttpRequest.newBuilder(node.baseUrl().resolve(path)).POST(BodyPublishers.ofString(body)));
    }

    private static String prompt(String prefix, String more) {
        return "{\"prompt\": %s%s}".formatted(GRAPH.formatted(prefix), more);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return Json.MAPPER.readTree(answer.body());
    }

    private JsonNode finished(String id) throws InterruptedException {
        assertThat(node.awaitIdle(Duration.ofSeconds(10))).isTrue();
        return json(get("/history/" + id)).path(id);
    }

    @ParameterizedTest
    @EnumSource
    void whatANodeDoesNotKnowItSaysInItsOwnWay(Release release) {
        start(release);

        assertThat(get("/queue/status").statusCode()).isEqualTo(404);
        assertThat(get("/queue/status").body()).isEqualTo("404: Not Found");
        assertThat(post("/nowhere", "{}").statusCode()).isEqualTo(405);
        assertThat(post("/prompt", "{broken").statusCode()).isEqualTo(500);
        assertThat(post("/prompt", "").body()).contains("Server got itself in trouble");
        assertThat(get("/history/none").body()).isEqualTo("{}");
        assertThat(get("/object_info/None").body()).isEqualTo("{}");
        assertThat(get("/models/unet").statusCode()).isEqualTo(404);
        assertThat(get("/history?max_items=x").statusCode()).isEqualTo(500);
        assertThat(post("/interrupt", "{\"prompt_id\": \"none\"}").statusCode()).isEqualTo(200);
        assertThat(post("/queue", "{\"delete\": [\"none\"]}").body()).isEmpty();
        assertThat(json(post("/prompt", "{}")).at("/error/type").asString()).isEqualTo("no_prompt");
    }

    @ParameterizedTest
    @CsvSource({"V0_3_44, 200, false", "V0_3_75, 200, true", "V0_8, 200, true", "V0_33, 400, false"})
    void anIdThatIsNoUuidIsTakenByOldNodesOnly(Release release, int status, boolean used) {
        start(release);

        HttpResponse<String> answer = post("/prompt", prompt("a/b", ", \"prompt_id\": \"mine\""));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(json(answer).path("prompt_id").asString("").equals("mine")).isEqualTo(used);
    }

    @ParameterizedTest
    @CsvSource({"V0_3_44, invalid_prompt", "V0_8, invalid_prompt", "V0_33, missing_node_type"})
    void anUnknownClassIsCalledDifferently(Release release, String type) {
        start(release);
        String graph = "{\"prompt\": {\"5\": {\"class_type\": \"Nobodys\", \"inputs\": {}}}}";

        JsonNode answer = json(post("/prompt", graph));

        assertThat(answer.at("/error/type").asString()).isEqualTo(type);
        assertThat(answer.at("/error/details").asString()).isEqualTo("Node ID '#5'");
        assertThat(answer.path("node_errors").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"V0_3_44, false", "V0_3_75, true", "V0_8, true", "V0_33, false"})
    void theSameWorkAgainRunsNothingAndSomeReleasesForgetItsFiles(Release release, boolean forgets) throws Exception {
        start(release);
        String first =
                json(post("/prompt", prompt("same/x", ""))).path("prompt_id").asString();
        JsonNode made = finished(first).at("/outputs/2/images/0/filename");
        String again =
                json(post("/prompt", prompt("same/x", ""))).path("prompt_id").asString();

        JsonNode outputs = finished(again).path("outputs");

        assertThat(made.asString()).isEqualTo("x_00001_.png");
        assertThat(outputs.isEmpty()).isEqualTo(forgets);
        if (!forgets) {
            assertThat(outputs.at("/2/images/0/filename")).isEqualTo(made);
        }
    }

    @ParameterizedTest
    @CsvSource({"V0_3_44, true", "V0_3_75, false", "V0_33, false"})
    void anInterruptForAnotherPromptHitsWhateverRunsOnOldNodes(Release release, boolean hit) throws Exception {
        start(release);
        node.hold();
        String id = json(post("/prompt", prompt("a/i", ""))).path("prompt_id").asString();
        node.awaitRunning(Duration.ofSeconds(5));
        post("/interrupt", "{\"prompt_id\": \"" + UUID.randomUUID() + "\"}");
        node.letGo();

        String status = finished(id).at("/status/status_str").asString();

        assertThat(status).isEqualTo(hit ? "error" : "success");
    }

    @ParameterizedTest
    @CsvSource({"V0_8, 405", "V0_33, 200"})
    void jobsAreCanceledByNewNodesAndUnderApiOnly(Release release, int status) {
        start(release);

        assertThat(post("/api/jobs/" + UUID.randomUUID() + "/cancel", "{}").statusCode())
                .isEqualTo(status);
        assertThat(post("/jobs/x/cancel", "{}").statusCode()).isEqualTo(405);
        assertThat(get("/api/jobs/none").statusCode()).isEqualTo(404);
    }

    @Test
    void aBranchThatIsWrongIsLeftOutWithoutARefusal() {
        start(Release.V0_33);
        String graph = """
                {"prompt": {"1": {"class_type": "EmptyImage",
                                  "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 0}},
                            "2": {"class_type": "SaveImage", "inputs": {"images": ["1", 0], "filename_prefix": "a/x"}},
                            "3": {"class_type": "LoadImage", "inputs": {"image": "nowhere.png"}},
                            "4": {"class_type": "SaveImage", "inputs": {"images": ["3", 0], "filename_prefix": "a/y"}}}}
                """;

        HttpResponse<String> answer = post("/prompt", graph);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).at("/node_errors/3/errors/0/type").asString()).isEqualTo("custom_validation_failed");
        assertThat(json(answer).at("/node_errors/3/dependent_outputs/0").asString())
                .isEqualTo("4");
    }

    @Test
    void everyMistakeInAGraphHasItsName() {
        start(Release.V0_33);

        assertThat(mistake("\"images\": [\"1\", 0, 1]")).isEqualTo("bad_linked_input");
        assertThat(mistake("\"images\": [\"9\", 0]")).isEqualTo("exception_during_inner_validation");
        assertThat(mistake("\"images\": [\"1\", 1]")).isEqualTo("return_type_mismatch");
        assertThat(mistake("\"pictures\": [\"1\", 0]")).isEqualTo("required_input_missing");
    }

    private String mistake(String input) {
        return json(post("/prompt", """
                {"prompt": {"1": {"class_type": "EmptyImage",
                                  "inputs": {"width": 8, "height": 8, "batch_size": 1, "color": 0}},
                            "2": {"class_type": "SaveImage", "inputs": {%s, "filename_prefix": "a/x"}}}}
                """.formatted(input)))
                .at("/node_errors/2/errors/0/type")
                .asString();
    }

    @Test
    void twinsInTheQueueAreAnErrorAndQueuedAllTheSame() {
        start(Release.V0_33);
        node.startNothing(true);
        String twin = prompt("a/t", ", \"prompt_id\": \"%s\", \"number\": 3.0".formatted(UUID.randomUUID()));

        assertThat(post("/prompt", twin).statusCode()).isEqualTo(200);
        assertThat(post("/prompt", twin).statusCode()).isEqualTo(500);
        assertThat(json(get("/queue")).path("queue_pending")).hasSize(2);
        assertThat(json(get("/prompt")).at("/exec_info/queue_remaining").asInt())
                .isEqualTo(2);
    }

    @Test
    void theQueueIsNotSortedForAnybody() {
        start(Release.V0_33);
        node.startNothing(true);
        for (double number : new double[] {5, 4, 3, 2, 1}) {
            post("/prompt", prompt("a/q", ", \"number\": " + number));
        }

        assertThat(json(get("/queue"))
                        .path("queue_pending")
                        .valueStream()
                        .map(item -> item.get(0).asInt())
                        .toList())
                .containsExactlyInAnyOrder(1, 2, 3, 4, 5)
                .isNotEqualTo(List.of(1, 2, 3, 4, 5));
    }

    @Test
    void filesAreTakenAndGivenAsTheNodeDoesIt() throws Exception {
        start(Release.V0_33);

        assertThat(upload("a.png", "one", "")).contains("\"name\":\"a.png\"");
        assertThat(upload("a.png", "one", "")).contains("\"name\":\"a.png\"");
        assertThat(upload("a.png", "two", "")).contains("\"name\":\"a (1).png\"");
        assertThat(upload("a.png", "one", "../../etc")).isEqualTo("400");
        assertThat(get("/view?filename=a.png&type=input").body()).isEqualTo("one");
        assertThat(get("/view?filename=a.png&type=elsewhere").statusCode()).isEqualTo(400);
        assertThat(get("/view?filename=a.png&type=input&subfolder=../..").statusCode())
                .isEqualTo(403);
        assertThat(get("/view?filename=b.png&type=input").statusCode()).isEqualTo(404);
        HttpResponse<String> part =
                send(HttpRequest.newBuilder(node.baseUrl().resolve("/view?filename=a.png&type=input"))
                        .header("Range", "bytes=1-2"));
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("ne");
    }

    private String upload(String name, String content, String subfolder) throws Exception {
        String boundary = "b0undary";
        String body = """
                --%1$s\r
                Content-Disposition: form-data; name="image"; filename="%2$s"\r
                Content-Type: application/octet-stream\r
                \r
                %3$s\r
                --%1$s\r
                Content-Disposition: form-data; name="subfolder"\r
                \r
                %4$s\r
                --%1$s--\r
                """.formatted(boundary, name, content, subfolder);
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(node.baseUrl().resolve("/upload/image"))
                        .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                        .POST(BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                        .build(),
                BodyHandlers.ofString());
        return answer.statusCode() == 200 ? answer.body() : Integer.toString(answer.statusCode());
    }

    @Test
    void aRestartForgetsAllButTheDisk() throws Exception {
        start(Release.V0_33);
        String id =
                json(post("/prompt", prompt("kept/x", ""))).path("prompt_id").asString();
        finished(id);

        node.restart(Duration.ofMillis(10));

        assertThat(get("/history/" + id).body()).isEqualTo("{}");
        assertThat(json(post("/prompt", prompt("kept/x", ""))).path("number").asInt())
                .isZero();
        assertThat(get("/view?filename=x_00001_.png&subfolder=kept").statusCode())
                .isEqualTo(200);
    }

    @Test
    void eventsComeInTheirOrderToWhomTheyAreFor() throws Exception {
        start(Release.V0_33);
        List<String> heard = new CopyOnWriteArrayList<>();
        WebSocket socket = HTTP.newWebSocketBuilder()
                .buildAsync(
                        URI.create("ws://127.0.0.1:%d/ws?clientId=me".formatted(node.port())),
                        new WebSocket.Listener() {
                            @Override
                            public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
                                JsonNode message = Json.MAPPER.readTree(text.toString());
                                JsonNode data = message.path("data");
                                heard.add(message.path("type").asString()
                                        + (data.has("node")
                                                ? ":" + data.path("node").asString("over")
                                                : ""));
                                from.request(1);
                                return null;
                            }
                        })
                .get(5, TimeUnit.SECONDS);
        post("/prompt", prompt("a/e", ", \"client_id\": \"somebody else\""));
        post("/prompt", prompt("a/f", ", \"client_id\": \"me\""));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!heard.contains("executing:over") && System.nanoTime() < deadline) {
            Thread.sleep(10);
        }
        socket.abort();

        heard.removeIf(event -> event.equals("status") || event.equals("progress_state"));
        assertThat(heard)
                .containsExactly(
                        "execution_start",
                        "execution_cached",
                        "executing:2",
                        "executed:2",
                        "execution_success",
                        "executing:over");
    }
}
