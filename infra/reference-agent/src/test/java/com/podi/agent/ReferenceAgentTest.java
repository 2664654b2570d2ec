package com.podi.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceAgentTest {

    private static final int TAKEN = 202;
    private static final int BUSY = 409;

    private final List<CountDownLatch> latches = new ArrayList<>();

    @TempDir
    Path root;

    private PlatformDouble platform;
    private ReferenceAgent agent;

    @BeforeEach
    void start() throws IOException {
        platform = new PlatformDouble();
        startWith("");
    }

    private void startWith(String restart) throws IOException {
        agent = ReferenceAgent.start(AgentSettings.of(Map.of(
                "PODI_AGENT_SERVICE",
                platform.address().toString(),
                "PODI_AGENT_ID",
                "agent_1",
                "PODI_AGENT_TOKEN",
                "secret",
                "PODI_AGENT_ROOT",
                root.toString(),
                "PODI_AGENT_PORT",
                "0",
                "PODI_AGENT_RESTART",
                restart)));
    }

    @AfterEach
    void stop() {
        latches.forEach(CountDownLatch::countDown);
        agent.close();
        platform.close();
    }

    @Test
    void whoIsAtWorkTakesNothingElseAndTheSameOnlyOnce() {
        CountDownLatch goOn = latch();
        platform.first("manifest", body -> waitFor(goOn));
        assertThat(push("one", "n1", "sync_models")).isEqualTo(TAKEN);
        await().until(() -> platform.heard("events").size() == 1);

        assertThat(push("one", "n1", "sync_models")).isEqualTo(TAKEN);
        assertThat(push("one", "n2", "sync_models")).isEqualTo(BUSY);
        assertThat(push("two", "n1", "sync_models")).isEqualTo(BUSY);
        goOn.countDown();

        await().until(() -> platform.heard("complete").size() == 1);
        assertThat(push("two", "n1", "sync_models")).isEqualTo(TAKEN);
        await().until(() -> platform.heard("complete").size() == 2);
        assertThat(platform.heard("complete", PlatformDouble.Said::path))
                .containsExactly("/api/agent/tasks/one/complete", "/api/agent/tasks/two/complete");
        assertThat(platform.heard("verify")).hasSize(2);
        assertThat(platform.heard("manifest")).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "alerts"})
    void whoSaysThatItIsDoneTakesTheNextTask(String slow) {
        CountDownLatch goOn = latch();
        CountDownLatch said = latch();
        platform.first(slow, body -> {
            said.countDown();
            waitFor(goOn);
        });
        platform.give(Map.of("plugins", List.of(Map.of("name", "a plugin without a path"))));
        assertThat(push("one", "n1", "sync_plugins")).isEqualTo(TAKEN);
        waitFor(said);

        assertThat(push("two", "n2", "restart")).isEqualTo(TAKEN);
        assertThat(push("three", "n3", "restart")).isEqualTo(BUSY);
        goOn.countDown();

        await().until(() -> platform.heard("failed").size() == 2);
    }

    @Test
    void aTaskThatIsLostInTheMiddleOfADownloadIsGivenUpWithoutAWord() throws IOException {
        HttpServer slow = slowHost(Duration.ofMillis(2_500));
        platform.give(Map.of(
                "models",
                List.of(Map.of(
                        "name",
                        "a",
                        "url",
                        "http://127.0.0.1:" + slow.getAddress().getPort() + "/a",
                        "sha256",
                        "a".repeat(64),
                        "destPath",
                        "a"))));
        platform.first("events", event -> platform.refuse("events", event.has("payload") ? 409 : 200));

        assertThat(push("one", "n1", "sync_models")).isEqualTo(TAKEN);

        await().until(() -> platform.heard("events").stream().anyMatch(event -> event.has("payload")));
        await().until(() -> push("two", "n2", "sync_plugins") == TAKEN);
        await().until(() -> platform.heard("complete").size() == 1);
        slow.stop(0);
        assertThat(platform.heard("failed")).isEmpty();
        assertThat(platform.heard("alerts")).isEmpty();
        assertThat(root.resolve(".a.aaaaaaaaaaaaaaaa.part")).isNotEmptyFile();
    }

    /** Sends a part at once and another one later. */
    private static HttpServer slowHost(Duration pause) throws IOException {
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0);
                for (int part = 0; part < 2; part++) {
                    exchange.getResponseBody().write(new byte[1_000]);
                    exchange.getResponseBody().flush();
                    Thread.sleep(pause.toMillis());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        });
        host.start();
        return host;
    }

    @Test
    void anEndThatIsRefusedRaisesNoAlert() {
        platform.give(Map.of("plugins", List.of(Map.of("name", "a plugin without a path"))));
        platform.refuse("failed", 409);

        assertThat(push("one", "n1", "sync_plugins")).isEqualTo(TAKEN);

        await().until(() -> platform.heard("failed").size() == 1);
        await().until(() -> push("two", "n2", "sync_models") == TAKEN);
        await().until(() -> platform.heard("complete").size() == 1);
        assertThat(platform.heard("alerts")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', UNSUPPORTED", "/nowhere/restart, RESTART_FAILED", "false, RESTART_FAILED"})
    void aRestartThatCannotBeDoneIsNotSaidToBeDone(String command, String code) throws IOException {
        agent.close();
        startWith(command);

        assertThat(push("one", "n1", "restart")).isEqualTo(TAKEN);

        await().until(() -> platform.heard("failed").size() == 1);
        assertThat(platform.heard("failed")
                        .get(0)
                        .at("/failedItems/restart/code")
                        .asString())
                .isEqualTo(code);
        assertThat(platform.heard("complete")).isEmpty();
    }

    @Test
    void aRestartIsDoneByTheCommandOfTheAdministrator() throws IOException {
        agent.close();
        startWith("touch restarted");

        assertThat(push("one", "n1", "restart")).isEqualTo(TAKEN);

        await().until(() -> platform.heard("complete").size() == 1);
        assertThat(root.resolve("restarted")).exists();
    }

    private int push(String task, String nonce, String action) {
        Map<String, Object> push = new HashMap<>(
                Map.of("taskId", task, "agentId", "agent_1", "token", "t", "nonce", nonce, "actions", List.of(action)));
        if (!action.equals("restart")) {
            push.put("manifestUrl", "http://elsewhere/api/agent/manifests/m1");
        }
        return Api.at(agent.baseUrl()).post("/tasks", push).status();
    }

    private CountDownLatch latch() {
        CountDownLatch latch = new CountDownLatch(1);
        latches.add(latch);
        return latch;
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
