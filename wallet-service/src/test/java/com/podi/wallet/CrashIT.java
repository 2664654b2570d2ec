package com.podi.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.event.Topics;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.Database;
import com.podi.testsupport.PostgresServer;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.Soak;
import com.podi.testsupport.TestTokens;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** {@code kill -9} of the service and of its database under load: what was acknowledged is there, once and whole. */
class CrashIT {

    private static final int KILLS = Soak.count(2, 50);
    private static final int CLIENTS = 8;
    private static final int ACCOUNTS = 12;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final PostgresServer server = RealParts.postgres();
    private final Database database = server.database();
    private final WalletProcess wallet = new WalletProcess(database);
    private final JdbcClient jdbc =
            JdbcClient.create(new DriverManagerDataSource(database.jdbcUrl(), database.user(), database.password()));
    private final Api asWorker = Api.onPort(wallet.port()).as(TestTokens.start().service("svc-task-worker"));
    private final Api asAdmin = Api.onPort(wallet.port()).as(TestTokens.start().admin("admin"));
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicLong repeated = new AtomicLong();

    /** What a client was told in the end; it repeats what it does not know. */
    private record Settled(String taskId, String holdId, String status) {}

    private record Work(List<Settled> holds, int grants) {}

    @Test
    void whatWasAcknowledgedSurvivesEveryKill() throws Exception {
        for (int number = 0; number < ACCOUNTS; number++) {
            String user = "user" + number;
            jdbc.sql("insert into accounts (user_id) values (?)").param(user).update();
            assertThat(grant(user, 1_000_000_000, UUID.randomUUID().toString()).status())
                    .isEqualTo(200);
        }
        List<String> newUsers = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        List<Work> work = new ArrayList<>();
        try (KafkaProducer<String, String> events = new KafkaProducer<>(
                Map.of("bootstrap.servers", RealParts.kafka()), new StringSerializer(), new StringSerializer())) {
            List<Future<Work>> clients = IntStream.range(0, CLIENTS)
                    .mapToObj(number -> threads.submit(() -> work(number)))
                    .toList();
            Random random = new Random(4);
            for (int kill = 0; kill < KILLS; kill++) {
                String newUser = "new-" + UUID.randomUUID();
                newUsers.add(newUser);
                Thread.sleep(500 + random.nextInt(1_500));
                registeredTwice(events, newUser);
                crash(kill % 2 == 0);
                long before = acknowledged.get();
                await().atMost(PATIENCE).until(() -> acknowledged.get() > before + 2 * CLIENTS);
                assertThat(WalletCore.brokenRules(jdbc))
                        .as("after kill %d", kill + 1)
                        .isEmpty();
            }
            over.set(true);
            for (Future<Work> client : clients) {
                work.add(client.get());
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }

        System.out.printf(
                "kills=%d acknowledged=%d repeated after a lost answer=%d%n",
                KILLS, acknowledged.get(), repeated.get());
        work.forEach(client -> client.holds().forEach(this::isThere));
        assertThat(count("select count(*) from ledger_entries where reason = 'load'"))
                .isEqualTo(work.stream().mapToInt(Work::grants).sum());
        assertThat(count("select count(*) from holds"))
                .isEqualTo(
                        work.stream().mapToInt(client -> client.holds().size()).sum());
        for (String newUser : newUsers) {
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(
                            count("select available_points from accounts where user_id = '" + newUser + "'"))
                    .isEqualTo(500));
            assertThat(count("select count(*) from ledger_entries where user_id = '" + newUser + "'"))
                    .isEqualTo(1);
        }
        assertThat(WalletCore.brokenRules(jdbc)).isEmpty();
    }

    private void crash(boolean service) throws InterruptedException {
        if (service) {
            wallet.kill();
            wallet.start();
        } else {
            server.kill();
            Thread.sleep(500);
            server.start();
        }
    }

    private Work work(int client) {
        List<Settled> holds = new ArrayList<>();
        Random random = new Random(client);
        int grants = 0;
        for (int number = 0; !over.get(); number++) {
            String user = "user" + random.nextInt(ACCOUNTS);
            String taskId = "task-%d-%d".formatted(client, number);
            String holdId = untilKnown(() -> freeze(user, taskId)).text("/holdId");
            String what = random.nextInt(3) == 0 ? "release" : "confirm";
            Answer ended = untilKnown(() -> asWorker.post("/api/wallet/v1/" + what, Map.of("holdId", holdId)));
            holds.add(new Settled(taskId, holdId, ended.text("/status")));
            if (random.nextInt(10) == 0) {
                String key = UUID.randomUUID().toString();
                untilKnown(() -> grant(user, 1, key));
                grants++;
            }
        }
        return new Work(holds, grants);
    }

    /** As a good client does: what it does not know, it asks again. */
    private Answer untilKnown(Supplier<Answer> call) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(deadline)) {
            try {
                Answer answer = call.get();
                if (answer.status() == 200) {
                    acknowledged.incrementAndGet();
                    return answer;
                }
                boolean later = answer.status() == 503 || answer.errorCode().equals("IDEMPOTENCY_IN_PROGRESS");
                assertThat(later).as("%s", answer.body()).isTrue();
            } catch (UncheckedIOException nobodyThere) {
                // killed before or after it was done
            }
            repeated.incrementAndGet();
            pause();
        }
        throw new AssertionError("no answer within " + PATIENCE);
    }

    private void isThere(Settled settled) {
        List<Map<String, Object>> rows = jdbc.sql("select hold_id, status from holds where task_id = ?")
                .param(settled.taskId())
                .query()
                .listOfRows();
        assertThat(rows).containsExactly(Map.of("hold_id", settled.holdId(), "status", settled.status()));
    }

    private static void registeredTwice(KafkaProducer<String, String> events, String user) {
        for (String eventId : List.of("evt-" + user, "evt-" + user)) {
            events.send(new ProducerRecord<>(Topics.USER, user, """
                    {"eventId":"%s","type":"user.registered","version":1,"occurredAt":"2026-01-31T08:00:00Z",
                     "aggregateId":"%s","data":{"userId":"%2$s","username":"name","email":"name@example.com",
                     "registeredAt":"2026-01-31T08:00:00Z"}}
                    """.formatted(eventId, user)));
        }
        events.flush();
    }

    private long count(String sql) {
        return jdbc.sql(sql).query(Long.class).optional().orElse(-1L);
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer freeze(String user, String taskId) {
        return asWorker.post(
                "/api/wallet/v1/freeze", Map.of("userId", user, "taskId", taskId, "action", "load", "points", 3));
    }

    private Answer grant(String user, long points, String key) {
        return asAdmin.with("Idempotency-Key", key)
                .post(
                        "/api/wallet/v1/grants",
                        Map.of("userId", user, "points", points, "reason", points == 1 ? "load" : "start"));
    }
}
