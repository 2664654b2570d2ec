package com.podi.comfyui.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.AtOnce;
import com.podi.testsupport.ServiceIT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.TestPropertySource;
import tools.jackson.databind.json.JsonMapper;

/** Several replicas on one database; the one that runs here does not look by itself. */
@ServiceIT
@TestPropertySource(properties = "podi.comfyui.dispatch.look=1h")
class ReplicasIT {

    private static final int REPLICAS = 6;
    private static final Duration LEASE = Duration.ofSeconds(1);

    @Autowired
    private TaskTable table;

    @Autowired
    private Pusher pusher;

    @Autowired
    private DispatchProperties properties;

    @Autowired
    private SimpleAsyncTaskExecutorBuilder threads;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void eachTaskIsBroughtByOneReplica() throws IOException {
        List<String> pushed = new CopyOnWriteArrayList<>();
        HttpServer agent = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        agent.createContext("/tasks", exchange -> {
            try (exchange) {
                pushed.add(new JsonMapper()
                        .readTree(exchange.getRequestBody())
                        .path("taskId")
                        .asString());
                exchange.sendResponseHeaders(202, -1);
            }
        });
        agent.setExecutor(Executors.newCachedThreadPool());
        agent.start();
        String id = agent("http://127.0.0.1:" + agent.getAddress().getPort());
        List<String> tasks = Stream.generate(() -> task(id)).limit(20).toList();
        List<PushJob> replicas = IntStream.range(0, REPLICAS)
                .mapToObj(number -> new PushJob(table, pusher, properties, threads))
                .toList();

        await().until(() -> {
            AtOnce.call(REPLICAS, number -> {
                replicas.get(number).look();
                return number;
            });
            return tasks.stream().allMatch(task -> table.get(task).status() == TaskStatus.RUNNING);
        });

        agent.stop(0);
        assertThat(pushed).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void aTaskIsTakenByOneReplicaAndByAnotherIfThatOneDies() {
        String task = task(agent("http://127.0.0.1:9"));

        List<List<AgentTask>> taken = AtOnce.call(REPLICAS, number -> table.takeDue(1, LEASE));

        assertThat(taken.stream().flatMap(List::stream)).singleElement().satisfies(one -> assertThat(one.id())
                .isEqualTo(task));
        await().until(() -> !table.takeDue(1, LEASE).isEmpty());
        assertThat(table.get(task).pushes().attempts()).isEqualTo(2);
    }

    private String agent(String baseUrl) {
        String id = "agent_" + UUID.randomUUID();
        jdbc.sql("""
                        insert into agents (id, name, role, base_url, allowed, config, created_at, updated_at)
                        values (?, 'any', 'full', ?, true, '{}', now(), now())
                        """).params(id, baseUrl).update();
        return id;
    }

    private String task(String agent) {
        String id = "atask_" + UUID.randomUUID();
        TaskRequest restart = new TaskRequest(agent, null, List.of(TaskRequest.RESTART), null);
        table.insert(id, restart, null, Instant.now().plusSeconds(600), "boss");
        return id;
    }
}
