package com.podi.taskworker.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.EventData;
import com.podi.contracts.event.EventEnvelope;
import com.podi.contracts.event.ExecutorChanged;
import com.podi.contracts.event.MediaObjectStored;
import com.podi.contracts.event.Topics;
import com.podi.starter.id.Ids;
import com.podi.taskworker.SomeTask;
import com.podi.testsupport.DeadLetters;
import com.podi.testsupport.ServiceIT;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.core.KafkaTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Kafka delivers at least once, in whatever order senders and outages make of it, and also what nobody can read. */
@ServiceIT
class EventsIT {

    private static final Duration EVENTUALLY = Duration.ofSeconds(60);

    @Autowired
    private KafkaTemplate<String, String> kafka;

    @Autowired
    private JsonMapper json;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private TaskQueue queue;

    @Autowired
    private Tasks tasks;

    @Autowired
    private ApplicationContext context;

    @BeforeEach
    void stopWorking() {
        context.getBean("taskDispatcher", SmartLifecycle.class).stop();
    }

    @Test
    void whatNobodyCanReadIsLaidAsideAndTheNextEventIsHeard() {
        String good = json.writeValueAsString(envelope(new ExecutorChanged("e", true, null), Instant.now()));
        Map<String, String> poisons = Map.of(
                "no JSON", "{\"eventId\":",
                "no envelope", "{}",
                "JSON null", "null",
                "unknown version", good.replace("\"version\":1", "\"version\":99"),
                "wrong types", good.replace("\"available\":true", "\"available\":{}"),
                "nothing of what it should say",
                        good.replaceFirst("\"data\":\\{[^}]*}", "\"data\":{}").replaceFirst("evt_", "evt_empty"),
                "as large as the broker takes", "x".repeat(1_040_000));

        poisons.forEach((what, poison) -> isLaidAside(what, poison));
        isLaidAside("no value at all", null);
    }

    private void isLaidAside(String what, String poison) {
        String executor = "node-" + UUID.randomUUID();
        kafka.send(Topics.EXECUTOR, executor, poison).join();
        tell(Topics.EXECUTOR, executor, envelope(new ExecutorChanged(executor, false, null), Instant.now()));

        await(what).atMost(EVENTUALLY).until(() -> isOpen(executor).equals(Optional.of(false)));
        assertThat(DeadLetters.of("task-worker", Topics.EXECUTOR, executor))
                .as(what)
                .containsExactly(poison);
    }

    @Test
    void whatIsTooLargeForAnybodyNeverGetsIn() {
        assertThatThrownBy(() -> kafka.send(Topics.EXECUTOR, "node", "x".repeat(2_000_000))
                        .get(30, TimeUnit.SECONDS))
                .hasRootCauseInstanceOf(RecordTooLargeException.class);
    }

    @Test
    void whatIsToldTwiceOrLateChangesNothing() {
        String executor = "node-" + UUID.randomUUID();
        Instant first = Instant.parse("2026-01-01T10:00:00Z");
        EventEnvelope there = envelope(new ExecutorChanged(executor, true, 3), first);
        EventEnvelope gone = envelope(new ExecutorChanged(executor, false, 7), first.plusSeconds(1));
        EventEnvelope before = envelope(new ExecutorChanged(executor, true, 5), first.minusSeconds(1));

        List.of(there, gone, there, before, gone).forEach(event -> tell(Topics.EXECUTOR, executor, event));
        awaitAllBefore(Topics.EXECUTOR, executor);

        assertThat(isOpen(executor)).contains(false);
        assertThat(jdbc.sql("select max_concurrency from lanes where lane = ?")
                        .param(executor)
                        .query(Integer.class)
                        .single())
                .isEqualTo(7);
    }

    @Test
    void anUploadStartsATaskOnceAndNeverOneThatHasEnded() {
        String key = "uploads/user/%s.png".formatted(UUID.randomUUID());
        NewTask task = SomeTask.awaiting("user", SomeTask.plan(), key);
        queue.submit(task, Lane.BUILT_IN_TOOLS, Duration.ofHours(1));
        assertThat(queue.awaitUploads(task.taskId(), Optional.of("hold"))).isTrue();
        EventEnvelope stored = stored(key);

        tell(Topics.MEDIA_OBJECT, key, stored);
        await().atMost(EVENTUALLY).until(() -> find(task).status() == TaskStatus.QUEUED);
        int queued = find(task).statusSequence();
        tell(Topics.MEDIA_OBJECT, key, stored);
        tell(Topics.MEDIA_OBJECT, key, stored(key));
        awaitAllBefore(Topics.MEDIA_OBJECT, key);
        assertThat(find(task).statusSequence()).isEqualTo(queued);

        queue.cancelWaiting(task.taskId());
        tell(Topics.MEDIA_OBJECT, key, stored);
        tell(Topics.MEDIA_OBJECT, key, stored(key));
        awaitAllBefore(Topics.MEDIA_OBJECT, key);
        assertThat(find(task).status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(find(task).statusSequence()).isEqualTo(queued + 1);
    }

    /** Events of one key are heard in order: when the effect of this one is there, all before it have had theirs. */
    private void awaitAllBefore(String topic, String key) {
        EventEnvelope last = topic.equals(Topics.EXECUTOR)
                ? envelope(new ExecutorChanged("marker", true, null), Instant.now())
                : stored("uploads/nobody/waits.png");
        tell(topic, key, last);
        await().atMost(EVENTUALLY)
                .until(() -> jdbc.sql("select exists (select from processed_events where event_id = ?)")
                        .param(last.eventId())
                        .query(Boolean.class)
                        .single());
    }

    private Optional<Boolean> isOpen(String executor) {
        return jdbc.sql("select open from lanes where lane = ?")
                .param(executor)
                .query(Boolean.class)
                .optional();
    }

    private AbilityTask find(NewTask task) {
        return tasks.find(task.taskId()).orElseThrow();
    }

    private EventEnvelope stored(String key) {
        return envelope(
                new MediaObjectStored("object", key, "user", "task", "image/png", 10, Instant.now()), Instant.now());
    }

    private EventEnvelope envelope(EventData data, Instant at) {
        return new EventEnvelope(
                Ids.next("evt"), data.type(), data.version(), at, data.aggregateId(), json.valueToTree(data));
    }

    private void tell(String topic, String key, EventEnvelope event) {
        kafka.send(topic, key, json.writeValueAsString(event)).join();
    }
}
