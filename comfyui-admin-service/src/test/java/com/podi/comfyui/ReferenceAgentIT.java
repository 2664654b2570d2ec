package com.podi.comfyui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.agent.AgentSettings;
import com.podi.agent.ReferenceAgent;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.FileHost;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The protocol from end to end: the service, the reference agent, and a host of models. */
class ReferenceAgentIT extends ComfyuiIT {

    private static final int SIZE = 500_000;
    private static final int HALF = 200_000;
    private static final int MANY = 800;

    @TempDir
    Path root;

    private FileHost host;
    private ReferenceAgent running;
    private String agent;

    @BeforeEach
    void start() throws IOException {
        host = new FileHost();
        int free;
        try (ServerSocket probe = new ServerSocket(0)) {
            free = probe.getLocalPort();
        }
        agent = agent("http://127.0.0.1:" + free);
        String token = admin.post(ADMIN + "/agents/" + agent + "/token", null).text("/token");
        running = ReferenceAgent.start(new AgentSettings(
                URI.create("http://127.0.0.1:" + port),
                agent,
                token,
                root,
                "127.0.0.1",
                free,
                Duration.ofMillis(200),
                List.of()));
    }

    @AfterEach
    void stop() {
        running.close();
        host.close();
    }

    @Test
    void wrongTruncatedAndMissingModelsEndAligned() throws Exception {
        byte[] right = bytes(1);
        byte[] wrong = bytes(2);
        byte[] truncated = bytes(3);
        byte[] missing = bytes(4);
        put("models/vae/right", right);
        put("models/vae/wrong", bytes(5));
        put("models/loras/deep/truncated", Arrays.copyOf(truncated, HALF));
        String manifest = manifest(Map.of(
                "models",
                        List.of(
                                model("right", right, "models/vae/right"),
                                model("wrong", wrong, "models/vae/wrong"),
                                model("truncated", truncated, "models\\loras\\deep\\truncated"),
                                model("missing", missing, "models/unet/new/missing")),
                "workflows",
                        List.of(Map.of(
                                "name", "upscale",
                                "destPath", "user/default/workflows/upscale.json",
                                "content", Map.of("1", Map.of("class_type", "LoadImage"))))));

        String task = admin.post(
                        ADMIN + "/tasks",
                        Map.of(
                                "agentId", agent,
                                "manifestId", manifest,
                                "actions", List.of("sync_models", "sync_workflows")))
                .text("/id");

        await().until(() -> statusOf(task).equals("success"));
        assertThat(root.resolve("models/vae/right")).hasBinaryContent(right);
        assertThat(root.resolve("models/vae/wrong")).hasBinaryContent(wrong);
        assertThat(root.resolve("models/loras/deep/truncated")).hasBinaryContent(truncated);
        assertThat(root.resolve("models/unet/new/missing")).hasBinaryContent(missing);
        assertThat(root.resolve("user/default/workflows/upscale.json"))
                .hasContent("{\"1\":{\"class_type\":\"LoadImage\"}}");
        try (var files = Files.walk(root)) {
            assertThat(files.filter(Files::isRegularFile)).hasSize(5);
        }
        Answer ended = admin.get(ADMIN + "/tasks/" + task);
        assertThat(ended.data("/synced")).hasSize(5);
        assertThat(ended.data("/summary/fetched").asInt()).isEqualTo(4);
        assertThat(ended.data("/summary/present").asInt()).isEqualTo(1);
        assertThat(ended.data("/progress").asInt()).isEqualTo(100);
        assertThat(admin.get(ADMIN + "/tasks/" + task + "/events").data("/items"))
                .hasSizeGreaterThanOrEqualTo(5);
    }

    @Test
    void aBrokenDownloadIsNamedAndGoneOnWithWhenItIsPushedAgain() throws Exception {
        byte[] good = bytes(6);
        byte[] broken = bytes(7);
        String manifest = manifest(Map.of(
                "models",
                List.of(model("broken", broken, "models/vae/broken"), model("good", good, "models/vae/good"))));
        host.breakAfter("broken", HALF);

        String task = task(agent, manifest);

        await().atMost(Duration.ofSeconds(20)).until(() -> statusOf(task).equals("failed"));
        Answer failed = admin.get(ADMIN + "/tasks/" + task);
        assertThat(failed.data("/failedItems").propertyNames()).containsExactly("broken");
        assertThat(failed.text("/failedItems/broken/code")).isEqualTo("DOWNLOAD_FAILED");
        assertThat(failed.text("/errorCode")).isEqualTo("ITEMS_FAILED");
        assertThat(root.resolve("models/vae/good")).hasBinaryContent(good);
        assertThat(root.resolve("models/vae/broken")).doesNotExist();
        await().untilAsserted(() -> assertThat(
                        admin.get(ADMIN + "/alerts?agentId=" + agent).text("/items/0/alertType"))
                .isEqualTo("sync_failed"));
        host.mend("broken");
        int before = host.ranges().size();

        await().until(() -> admin.post(ADMIN + "/tasks/" + task + "/push", null).status() == 200);

        await().until(() -> statusOf(task).equals("success"));
        assertThat(root.resolve("models/vae/broken")).hasBinaryContent(broken);
        assertThat(host.ranges().subList(before, host.ranges().size())).containsExactly("bytes=" + HALF + "-");
        await().untilAsserted(() -> assertThat(admin.get(ADMIN + "/alerts?status=open&agentId=" + agent)
                        .data("/items"))
                .isEmpty());
    }

    @Test
    void ofManyItemsThatFailTheFirstAreNamedAndAllAreCounted() {
        List<Map<String, String>> plugins = IntStream.range(0, MANY)
                .mapToObj(number -> Map.of("name", "plugin %d %s".formatted(number, "名".repeat(240))))
                .toList();
        String manifest = manifest(Map.of("plugins", plugins));

        String task = admin.post(
                        ADMIN + "/tasks",
                        Map.of("agentId", agent, "manifestId", manifest, "actions", List.of("sync_plugins")))
                .text("/id");

        await().atMost(Duration.ofMinutes(2)).until(() -> statusOf(task).equals("failed"));
        Answer failed = admin.get(ADMIN + "/tasks/" + task);
        int named = failed.data("/failedItems").size();
        assertThat(named).isBetween(MANY / 2, MANY - 1);
        assertThat(failed.text("/errorMessage"))
                .isEqualTo("%1$d of %1$d items failed, the first %2$d are named".formatted(MANY, named));
        assertThat(failed.data("/failedItems").toString()).contains("plugin 0 ", "UNSUPPORTED");
        await().untilAsserted(() -> assertThat(
                        admin.get(ADMIN + "/alerts?agentId=" + agent).text("/items/0/message"))
                .startsWith(MANY + " items"));
    }

    @Test
    void aRestartThatNobodyCanDoFails() {
        String task = admin.post(ADMIN + "/tasks", Map.of("agentId", agent, "actions", List.of("restart")))
                .text("/id");

        await().until(() -> statusOf(task).equals("failed"));
        assertThat(admin.get(ADMIN + "/tasks/" + task).text("/failedItems/restart/code"))
                .isEqualTo("UNSUPPORTED");
    }

    @Test
    void aModelThatIsNotWhatItShouldBeReplacesNothing() throws Exception {
        put("models/vae/a", bytes(8));
        Map<String, Object> model = model("a", bytes(9), "models/vae/a");
        host.serve("a", bytes(10));

        String task = task(agent, manifest(Map.of("models", List.of(model))));

        await().until(() -> statusOf(task).equals("failed"));
        assertThat(admin.get(ADMIN + "/tasks/" + task).text("/failedItems/a/code"))
                .isEqualTo("SHA256_MISMATCH");
        assertThat(root.resolve("models/vae/a")).hasBinaryContent(bytes(8));
    }

    @Test
    void aPathThatLeadsOutIsRefusedByTheAgentToo() throws Exception {
        String manifest = manifest(Map.of("models", List.of(model("a", bytes(11), "models/a"))));
        jdbc.sql("""
                        update manifest_revisions
                        set content = jsonb_set(content, '{models,0,destPath}', '"../outside"') where manifest_id = ?
                        """).param(manifest).update();

        String task = task(agent, manifest);

        await().until(() -> statusOf(task).equals("failed"));
        assertThat(admin.get(ADMIN + "/tasks/" + task).text("/failedItems/a/code"))
                .isEqualTo("PATH_OUTSIDE_ROOT");
        assertThat(root.resolve("../outside")).doesNotExist();
    }

    @Test
    void whoeverElsePushesIsTurnedAway() {
        AgentDouble victim = new AgentDouble();
        String other = agent(victim.baseUrl());
        String otherTask = task(other, manifest(Map.of()));
        await().until(() -> statusOf(otherTask).equals("running"));
        Api door = Api.at(running.baseUrl());
        JsonNode stolen = victim.lastPush();
        Map<String, Object> forged = new HashMap<>(Map.of(
                "taskId", otherTask,
                "agentId", agent,
                "token", stolen.path("token").asString(),
                "nonce", stolen.path("nonce").asString(),
                "actions", List.of("restart")));

        assertThat(door.post("/tasks", stolen.toString()).status()).isEqualTo(403);
        assertThat(door.post("/tasks", forged).status()).isEqualTo(401);
        forged.put("token", "eyJhbGciOiJub25lIn0.e30.");
        assertThat(door.post("/tasks", forged).status()).isEqualTo(401);
        assertThat(door.post("/tasks", "{}").status()).isEqualTo(400);
        assertThat(door.post("/tasks", "nonsense").status()).isEqualTo(400);
        assertThat(door.get("/tasks").status()).isEqualTo(405);
        victim.close();
    }

    @Test
    void theAgentIsHeardOf() {
        await().until(() ->
                admin.get(ADMIN + "/agents/" + agent).text("/status").equals("online"));

        Answer seen = admin.get(ADMIN + "/agents/" + agent);
        assertThat(seen.text("/agentVersion")).isNotEmpty();
        assertThat(seen.text("/metrics/status")).isEqualTo("idle");
        assertThat(seen.data("/metrics/diskFreeGb").asDouble()).isPositive();
    }

    private Map<String, Object> model(String name, byte[] content, String destPath) throws NoSuchAlgorithmException {
        Map<String, Object> model = model(name, destPath);
        model.put("url", host.serve(name, content).toString());
        model.put("size", content.length);
        model.put(
                "sha256",
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
        return model;
    }

    private void put(String path, byte[] content) throws IOException {
        Files.createDirectories(root.resolve(path).getParent());
        Files.write(root.resolve(path), content);
    }

    private static byte[] bytes(int seed) {
        byte[] content = new byte[SIZE];
        new Random(seed).nextBytes(content);
        return content;
    }
}
