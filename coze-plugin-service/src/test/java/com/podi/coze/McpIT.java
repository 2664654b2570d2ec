package com.podi.coze;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The tools as a client of the protocol's own SDK sees them. */
class McpIT extends CozeServiceIT {

    private static final String MCP = "/api/coze/podi/mcp";

    @Test
    void aClientFindsTheSameToolsAsCoze() {
        try (McpSyncClient client = client(TOKEN)) {
            client.initialize();

            Map<String, Tool> tools =
                    client.listTools().tools().stream().collect(Collectors.toMap(Tool::name, tool -> tool));

            assertThat(tools.keySet())
                    .containsExactlyInAnyOrderElementsOf(document()
                            .at("/paths")
                            .valueStream()
                            .map(path -> path.at("/post/operationId").asString())
                            .toList());
            Tool upscale = tools.get("podi_podi_upscale");
            JsonNode input = json.valueToTree(upscale.inputSchema());
            assertThat(input.at("/required/0").asString()).isEqualTo("url");
            assertThat(input.at("/properties/scale/enum")).hasSize(3);
            assertThat(input.toString()).doesNotContain("x-assist-type", "image_url");
            assertThat(upscale.outputSchema()).isNotNull();
        }
    }

    @Test
    void aToolAnswersInTheFormThatItDeclares() {
        try (McpSyncClient client = client(TOKEN)) {
            client.initialize();
            client.listTools();

            CallToolResult result = client.callTool(call(
                    "podi_podi_upscale", Map.of("url", "https://shop.example/" + UUID.randomUUID(), "scale", "2")));

            assertThat(result.isError()).isFalse();
            JsonNode answer = json.valueToTree(result.structuredContent());
            CozeRules.assertFits(answer, CozeRules.answerSchema(document(), UPSCALE));
            assertThat(answer.at("/imageUrl").asString()).isEqualTo("http://store/result.png?signed");
            assertThat(json.readTree(((TextContent) result.content().get(0)).text()))
                    .isEqualTo(answer);
        }
    }

    @Test
    void aRefusalIsAnErrorThatAModelCanRead() {
        try (McpSyncClient client = client(TOKEN)) {
            client.initialize();

            CallToolResult result = client.callTool(call("podi_task_get", Map.of("taskId", "task_unknown")));

            assertThat(result.isError()).isTrue();
            assertThat(json.valueToTree(result.structuredContent())
                            .at("/errorCode")
                            .asString())
                    .isEqualTo("3001");
            assertThatException().isThrownBy(() -> client.callTool(call("podi_nothing", Map.of())));
        }
    }

    @Test
    void aClientWithoutTheTokenStaysOutside() {
        try (McpSyncClient client = client("wrong")) {
            assertThatException().isThrownBy(client::initialize);
        }
    }

    @Test
    void theToolsFollowTheCatalogueWhileAClientIsThere() {
        try (McpSyncClient client = client(TOKEN)) {
            client.initialize();
            assertThat(names(client)).contains("podi_podi_upscale");
            PLATFORM.offer(List.of(Examples.patternExtraction()));
            try {
                await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    tellOfAChange();
                    assertThat(names(client))
                            .doesNotContain("podi_podi_upscale")
                            .contains("podi_task_get", "podi_queue_summary")
                            .anyMatch(name -> name.startsWith("podi_comfyui_"));
                });
            } finally {
                PLATFORM.offer(Examples.all());
            }
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                tellOfAChange();
                assertThat(names(client)).contains("podi_podi_upscale");
            });
        }
    }

    @Test
    void everyMessageCounts() {
        Api one = trusted();

        for (String message : List.of("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}", "not JSON")) {
            Answer last = IntStream.range(0, CALLS_PER_MINUTE * 4)
                    .mapToObj(number -> one.post(MCP, message))
                    .filter(answer -> answer.status() == 429)
                    .findFirst()
                    .orElseThrow();
            assertThat(last.errorCode()).isEqualTo("RATE_LIMITED");
            assertThat(last.response().headers().firstValue("Retry-After")).isPresent();
        }
    }

    @Test
    void whatIsNoMessageIsRefused() {
        Api known = stranger().as(TOKEN);

        assertThat(known.post(MCP, "not JSON").status()).isEqualTo(400);
        assertThat(known.post(MCP, "{\"some\":\"thing\"}").status()).isEqualTo(400);
        assertThat(known.with("MCP-Protocol-Version", "1900-01-01")
                        .post(MCP, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}")
                        .status())
                .isEqualTo(400);
        assertThat(known.get(MCP).status()).isEqualTo(405);
        assertThat(known.post(MCP, "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}")
                        .status())
                .isEqualTo(202);
        Answer confused = known.post(
                MCP,
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":[],\"arguments\":7}}");
        assertThat(confused.status()).isEqualTo(200);
        assertThat(confused.body().at("/error/code").asInt()).isEqualTo(-32602);
        assertThat(confused.response().body()).doesNotContain("io.modelcontextprotocol", "jackson");
    }

    private McpSyncClient client(String token) {
        return McpClient.sync(HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port)
                        .endpoint(MCP)
                        .httpRequestCustomizer((request, method, endpoint, body, context) -> request.header(
                                        "Authorization", "Bearer " + token)
                                .header("X-Forwarded-For", "203.0.113.9"))
                        .build())
                .requestTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static CallToolRequest call(String tool, Map<String, Object> arguments) {
        return new CallToolRequest(tool, arguments);
    }

    private static List<String> names(McpSyncClient client) {
        return client.listTools().tools().stream().map(Tool::name).toList();
    }
}
