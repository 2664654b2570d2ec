package com.podi.taskworker.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.error.ErrorCode;
import com.podi.starter.id.Ids;
import com.podi.taskworker.ServicesDouble;
import com.podi.taskworker.SomeTask;
import com.podi.taskworker.execution.TaskFinisher;
import com.podi.taskworker.queue.Claims;
import com.podi.taskworker.queue.Ending;
import com.podi.taskworker.queue.Lane;
import com.podi.taskworker.queue.Lease;
import com.podi.taskworker.queue.NewTask;
import com.podi.taskworker.queue.TaskQueue;
import com.podi.testsupport.Api;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What a client hears of its tasks while they go their way. */
@ServiceIT
class TaskEventsIT {

    private final String user = UUID.randomUUID().toString();
    private final TestTokens tokens = TestTokens.start();

    @LocalServerPort
    private int port;

    @Autowired
    private ApplicationContext context;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private Claims claims;

    @Autowired
    private TaskFinisher finisher;

    @DynamicPropertySource
    static void settings(DynamicPropertyRegistry registry) throws IOException {
        new ServicesDouble().standIn(registry);
    }

    /** The tests take the tasks on their way. */
    @BeforeEach
    void stopWorking() {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
        jdbc.sql("truncate tasks cascade").update();
    }

    /** A subscriber as a browser is one. */
    private final class Subscriber {

        private final List<String> events = new CopyOnWriteArrayList<>();
        private final List<String> data = new CopyOnWriteArrayList<>();
        private volatile String lastId = "";

        private Subscriber(String path, String lastEventId) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .header("Authorization", "Bearer " + tokens.user(user));
            if (!lastEventId.isEmpty()) {
                request.header("Last-Event-ID", lastEventId);
            }
            HttpClient.newHttpClient()
                    .sendAsync(request.build(), BodyHandlers.ofLines())
                    .thenAccept(answer -> read(answer.body()));
        }

        private void read(Stream<String> lines) {
            lines.forEach(line -> {
                if (line.startsWith("id:")) {
                    lastId = line.substring(3);
                } else if (line.startsWith("event:")) {
                    events.add(line.substring(6));
                } else if (line.startsWith("data:")) {
                    data.add(line);
                }
            });
            events.add("end of stream");
        }
    }

    @Test
    void oneTaskIsFollowedToItsEnd() {
        String taskId = queued();
        Subscriber subscriber = new Subscriber("/api/ability-tasks/" + taskId + "/events", "");
        await().until(() -> subscriber.events.contains("status"));

        Lease lease = claim();
        await().until(() -> count(subscriber, "status") == 2);
        queue.progress(Map.of(lease, 40));
        await().until(() -> subscriber.events.contains("progress"));
        queue.requestCancel(taskId);
        endAsCanceled(lease);

        await().until(() -> subscriber.events.contains("end of stream"));
        assertThat(subscriber.events).endsWith("canceled", "end of stream").startsWith("status");
    }

    @Test
    void allTasksOfAUserAreFollowedAndABreakLosesNothing() {
        String first = queued();
        Subscriber subscriber = new Subscriber("/api/ability-tasks/events", "");
        await().until(() -> count(subscriber, "status") == 1);
        finisher.cancelWaiting(first);
        await().until(() -> subscriber.events.contains("canceled"));
        String lastId = subscriber.lastId;

        String meanwhile = queued();
        finisher.failWaiting(meanwhile, ErrorCode.EXECUTOR_TIMEOUT);
        String second = queued();
        Subscriber resumed = new Subscriber("/api/ability-tasks/events", lastId);

        await().until(() -> resumed.events.contains("failed") && count(resumed, "status") >= 2);
        finisher.cancelWaiting(second);
        await().until(() -> count(resumed, "canceled") >= 1);
        assertThat(subscriber.events).contains("failed");
    }

    @Test
    void noEndIsMissedHoweverManyTasksThereAre() {
        List<String> first =
                IntStream.range(0, 210).mapToObj(number -> queued()).toList();
        IntStream.range(0, 210).forEach(number -> queued());
        Subscriber subscriber = new Subscriber("/api/ability-tasks/events", "");
        await().until(() -> count(subscriber, "status") >= 200);

        first.forEach(finisher::cancelWaiting);
        await().atMost(Duration.ofSeconds(30)).until(() -> count(subscriber, "canceled") == first.size());

        Subscriber resumed = new Subscriber(
                "/api/ability-tasks/events",
                Long.toString(Instant.now().minusSeconds(300).toEpochMilli()));
        await().atMost(Duration.ofSeconds(30)).until(() -> count(resumed, "canceled") == first.size());
    }

    @Test
    void aUserHearsNothingOfOthers() {
        Subscriber subscriber = new Subscriber("/api/ability-tasks/events", "");
        String others = queuedBy(UUID.randomUUID().toString());
        String own = queued();

        await().until(() -> subscriber.data.stream().anyMatch(line -> line.contains(own)));
        finisher.cancelWaiting(others);
        finisher.cancelWaiting(own);
        await().until(() -> subscriber.events.contains("canceled"));
        assertThat(subscriber.data).noneMatch(line -> line.contains(others));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "-1", "9223372036854775807"})
    void whatIsNoEventIdIsRefused(String eventId) {
        Api.Answer answer = Api.onPort(port)
                .as(tokens.user(user))
                .with("Last-Event-ID", eventId)
                .get("/api/ability-tasks/events");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("2003");
    }

    private static long count(Subscriber subscriber, String event) {
        return subscriber.events.stream().filter(event::equals).count();
    }

    private void endAsCanceled(Lease lease) {
        queue.end(List.of(Ending.canceled(lease)));
    }

    private Lease claim() {
        return claims.claim(Lane.BUILT_IN_TOOLS, "worker", 1, Duration.ofMinutes(1))
                .orElseThrow()
                .get(0)
                .lease();
    }

    private String queued() {
        return queuedBy(user);
    }

    private String queuedBy(String owner) {
        NewTask task = SomeTask.of(Ids.next("task"), owner, ServicesDouble.plan(), NewTask.Timing.AT_ONCE);
        queue.submit(task, Lane.BUILT_IN_TOOLS, Duration.ZERO);
        queue.enqueue(task.taskId(), Optional.empty());
        return task.taskId();
    }
}
