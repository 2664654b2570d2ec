package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** One service for all that do not need one of their own. */
@ServiceIT
abstract class ComfyuiIT {

    static final String ADMIN = "/api/admin/comfyui";
    static final String AGENT = "/api/agent";
    static final ExecutorsDouble EXECUTORS = new ExecutorsDouble();

    /** Nobody listens there. */
    static final String NOWHERE = "http://127.0.0.1:9";

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    Api admin;
    Api anybody;

    @DynamicPropertySource
    static void parts(DynamicPropertyRegistry registry) {
        EXECUTORS.register(registry);
    }

    @BeforeEach
    void speak() {
        anybody = Api.onPort(port);
        admin = anybody.as(TestTokens.start().admin("boss"));
    }

    static String unique(String prefix) {
        return prefix + "_" + UUID.randomUUID();
    }

    String agent(String baseUrl) {
        String id = unique("agent");
        Answer created = admin.post(
                ADMIN + "/agents", Map.of("id", id, "name", "Agent " + id, "role", "full", "baseUrl", baseUrl));
        assertThat(created.status()).isEqualTo(201);
        return id;
    }

    /** With the token of the agent itself. */
    Api as(String agentId) {
        return anybody.as(admin.post(ADMIN + "/agents/" + agentId + "/token", Map.of("ttlSeconds", 600))
                .text("/token"));
    }

    String manifest(Map<String, ?> content) {
        Answer created = admin.post(ADMIN + "/manifests", Map.of("role", "full", "version", "1.0", "content", content));
        assertThat(created.status()).isEqualTo(201);
        return created.text("/id");
    }

    static Map<String, Object> model(String name, String destPath) {
        return new HashMap<>(Map.of(
                "name",
                name,
                "url",
                "http://models.example/" + name,
                "sha256",
                "a".repeat(64),
                "size",
                5,
                "destPath",
                destPath));
    }

    String task(String agentId, String manifestId) {
        Answer created = admin.post(ADMIN + "/tasks", order(agentId, manifestId));
        assertThat(created.status()).isEqualTo(201);
        assertThat(created.text("/status")).isEqualTo("pending");
        return created.text("/id");
    }

    static Map<String, Object> order(String agentId, String manifestId) {
        return Map.of("agentId", agentId, "manifestId", manifestId, "actions", List.of("sync_models"));
    }

    String statusOf(String taskId) {
        return admin.get(ADMIN + "/tasks/" + taskId).text("/status");
    }

    static String field(Answer refused) {
        return refused.body().at("/error/details/0/field").asString("");
    }
}
