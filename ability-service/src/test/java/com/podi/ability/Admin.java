package com.podi.ability;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.ability.workflow.Graphs;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.TestTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** An administrator who makes things for tests. */
public final class Admin {

    /** Nothing listens here. */
    public static final String NOWHERE = "http://127.0.0.1:9";

    public static final String NAME = "some-admin";

    private static final JsonMapper JSON = new JsonMapper();

    private final Api api;
    private final Api services;

    public Admin(int port) {
        TestTokens tokens = TestTokens.start();
        this.api = Api.onPort(port).as(tokens.admin(NAME)).with("Accept-Language", "en");
        this.services = Api.onPort(port).as(tokens.service("svc-task-worker")).with("Accept-Language", "en");
    }

    public Api api() {
        return api;
    }

    /** Names do not meet. */
    public static String unique(String prefix) {
        return prefix + "-" + UUID.randomUUID().toString().substring(0, 8);
    }

    /** @return the id of a ComfyUI node */
    public String node(String baseUrl, Map<String, Object> more) {
        return executor("comfyui", baseUrl, more);
    }

    public String executor(String type, String baseUrl, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(Map.of("name", "a node", "type", type, "baseUrl", baseUrl));
        body.putAll(more);
        return made(api.post("/api/admin/executors", body));
    }

    /** @return the id of a workflow that enlarges */
    public String workflow(String action) {
        return made(api.post("/api/admin/workflows", workflowBody(action)));
    }

    /** @return the id of a workflow that enlarges always by the same */
    public String plainWorkflow(String action) {
        return made(api.post("/api/admin/workflows", plainWorkflowBody(action)));
    }

    public static Map<String, Object> plainWorkflowBody(String action) {
        Map<String, Object> body = new HashMap<>(workflowBody(action));
        body.put("bindings", List.of(JSON.readTree(Graphs.UPSCALE_BINDINGS).get(0)));
        return body;
    }

    public static Map<String, Object> workflowBody(String action) {
        return Map.of(
                "action",
                action,
                "name",
                "enlarge",
                "definition",
                JSON.readTree(Graphs.UPSCALE),
                "bindings",
                JSON.readTree(Graphs.UPSCALE_BINDINGS));
    }

    public String binding(String workflowId, String executorId, int priority) {
        return made(api.post(
                "/api/admin/workflow-bindings",
                Map.of("workflowId", workflowId, "executorId", executorId, "priority", priority)));
    }

    /** @return the id of an ability; what is said of it goes before what it is otherwise */
    public String ability(String provider, Map<String, Object> more) {
        return made(api.post("/api/admin/abilities", abilityBody(provider, more)));
    }

    public static Map<String, Object> abilityBody(String provider, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(
                Map.of("provider", provider, "capabilityKey", unique("key"), "displayName", "An ability"));
        body.putAll(more);
        return body;
    }

    public Answer plan(String abilityId, Map<String, Object> more) {
        Map<String, Object> request = new HashMap<>(Map.of("inputs", Map.of(), "imageCount", 1));
        request.putAll(more);
        return services.post("/internal/abilities/%s/plan".formatted(abilityId), request);
    }

    /** @param body may be no JSON at all */
    public Answer planOf(String abilityId, String body) {
        return services.post("/internal/abilities/%s/plan".formatted(abilityId), body);
    }

    private static String made(Answer answer) {
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(201);
        return answer.text("/id");
    }
}
