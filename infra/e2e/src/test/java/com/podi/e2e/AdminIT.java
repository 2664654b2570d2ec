package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.agent.AgentSettings;
import com.podi.agent.ReferenceAgent;
import com.podi.comfydouble.ComfyNodeDouble;
import com.podi.comfydouble.Release;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.FileHost;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an administrator sees of a node and has its agent do, through the gateway. */
class AdminIT {

    private static final String COMFYUI = "/api/admin/comfyui/";

    private static final Api STRANGER = Shop.open().api();

    private final String id = "node-" + UUID.randomUUID();

    @TempDir
    Path root;

    private Api admin;
    private ComfyNodeDouble node;

    @BeforeEach
    void addNode() {
        admin = Shop.administrator();
        node = ComfyNodeDouble.start(Release.V0_33);
        assertThat(admin.post(
                                "/api/admin/executors",
                                Map.of(
                                        "id",
                                        id,
                                        "name",
                                        "A node",
                                        "type",
                                        "comfyui",
                                        "baseUrl",
                                        node.baseUrl().toString()))
                        .status())
                .isEqualTo(201);
    }

    @AfterEach
    void removeNode() {
        admin.delete("/api/admin/executors/" + id);
        node.close();
    }

    @Test
    void aNodeIsSeenAsItIs() {
        await().atMost(Shop.EVENTUALLY)
                .until(() ->
                        admin.get(COMFYUI + "queue-status?executorId=" + id).status() == 200);

        assertThat(admin.get(COMFYUI + "models?executorId=" + id).data("/checkpoints"))
                .isNotEmpty();
        assertThat(admin.get(COMFYUI + "queue-status?executorId=" + id)
                        .data("/pending")
                        .asInt())
                .isZero();
        assertThat(admin.get(COMFYUI + "queue-summary?executorIds=" + id)
                        .data("/servers/0/online")
                        .asBoolean())
                .isTrue();
        assertThat(admin.get(COMFYUI + "system-stats?executorId=" + id).text("/executorId"))
                .isEqualTo(id);
        assertThat(admin.get(COMFYUI + "loras?executorId=" + id).data("/untrackedFiles"))
                .isNotEmpty();
    }

    @Test
    void anAgentBringsWhatTheManifestSays() throws Exception {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        try (FileHost host = new FileHost();
                ReferenceAgent agent = startAgent()) {
            assertThat(admin.put(
                                    COMFYUI + "agents/" + id,
                                    Map.of(
                                            "name",
                                            "An agent",
                                            "baseUrl",
                                            agent.baseUrl().toString()))
                            .status())
                    .isEqualTo(200);
            await().atMost(Shop.EVENTUALLY)
                    .until(() ->
                            admin.get(COMFYUI + "agents/" + id).text("/status").equals("online"));
            String manifest = manifest(host, content);

            Answer task = admin.post(
                    COMFYUI + "tasks",
                    Map.of("agentId", id, "manifestId", manifest, "actions", List.of("sync_models")));

            assertThat(task.status()).isEqualTo(201);
            String address = COMFYUI + "tasks/" + task.text("/id");
            await().atMost(Shop.EVENTUALLY)
                    .until(() -> admin.get(address).text("/status").equals("success"));
            assertThat(root.resolve("models/vae/a.safetensors")).hasBinaryContent(content);
            assertThat(admin.get(address + "/events").data("/items")).isNotEmpty();
            assertThat(admin.get(COMFYUI + "alerts?agentId=" + id).data("/items"))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"agents", "manifests", "tasks", "alerts", "loras", "server-diff", "queue-summary"})
    void strangersSeeNothing(String view) {
        Api gateway = Api.at(RunningSuite.suite().gateway());

        assertThat(gateway.get(COMFYUI + view).errorCode()).isEqualTo("1003");
        assertThat(STRANGER.get(COMFYUI + view).errorCode()).isEqualTo("FORBIDDEN");
        assertThat(STRANGER.post("/api/agent/agents/" + id + "/heartbeat", Map.of())
                        .status())
                .isEqualTo(401);
    }

    /** At the gateway, with the token that it gets as an agent that is known. */
    private ReferenceAgent startAgent() throws IOException {
        assertThat(admin.post(COMFYUI + "agents", Map.of("id", id, "name", "An agent", "baseUrl", "http://127.0.0.1:9"))
                        .status())
                .isEqualTo(201);
        return ReferenceAgent.start(AgentSettings.of(Map.of(
                "PODI_AGENT_SERVICE", RunningSuite.suite().gateway().toString(),
                "PODI_AGENT_ID", id,
                "PODI_AGENT_TOKEN",
                        admin.post(COMFYUI + "agents/" + id + "/token", null).text("/token"),
                "PODI_AGENT_ROOT", root.toString(),
                "PODI_AGENT_PORT", "0")));
    }

    private String manifest(FileHost host, byte[] content) throws NoSuchAlgorithmException {
        Answer manifest = admin.post(
                COMFYUI + "manifests",
                Map.of(
                        "role",
                        "full",
                        "version",
                        "1",
                        "content",
                        Map.of(
                                "models",
                                List.of(Map.of(
                                        "name",
                                        "a",
                                        "url",
                                        host.serve("a", content).toString(),
                                        "sha256",
                                        HexFormat.of()
                                                .formatHex(MessageDigest.getInstance("SHA-256")
                                                        .digest(content)),
                                        "size",
                                        content.length,
                                        "destPath",
                                        "models/vae/a.safetensors")))));
        assertThat(manifest.status()).isEqualTo(201);
        return manifest.text("/id");
    }
}
