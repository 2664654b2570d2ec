package com.podi.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.parts.Child;
import com.podi.parts.Part;
import com.podi.parts.Ports;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.AtOnce;
import com.podi.testsupport.Records;
import com.podi.testsupport.Soak;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes of the suite are killed, stopped and slow: no task is lost, doubled or paid for twice. */
class TaskFaultsIT {

    private static final int POINTS = 5;
    /** Fifteen seconds where nothing else wants the processors. */
    private static final Duration LEASE_AND_RESCUE = Duration.ofSeconds(Soak.isOn() ? 15 : 30);
    /** What Kubernetes grants a container by default. */
    private static final Duration TERMINATION_GRACE = Duration.ofSeconds(30);

    /** What the tests before have killed is there again, and the gateway has noticed. */
    @BeforeEach
    void beginWhenEverythingAnswers() {
        everythingAnswers();
    }

    @AfterAll
    static void everythingAnswers() {
        await().atMost(Duration.ofMinutes(6)).ignoreExceptions().untilAsserted(() -> {
            Shop shop = Shop.open();
            String picture = shop.upload(Shop.smallPicture());
            for (int number = 0; number < 20; number++) {
                assertThat(total(shop, "")).isZero();
            }
            assertThat(shop.invoke("podi_denoise", Map.of("strength", 1), picture)
                            .status())
                    .isEqualTo(200);
        });
    }

    @Test
    void tasksSurviveRandomKillsOfTwoReplicas() throws Exception {
        int count = Soak.count(500, 5_000);
        Shop shop = Shop.open();
        shop.grant((long) count * POINTS);
        String picture = shop.upload(Shop.smallPicture());
        Map<String, String> tasks = new ConcurrentHashMap<>();

        AtomicInteger kills = new AtomicInteger();
        AtomicBoolean over = new AtomicBoolean();
        Thread killer = new Thread(() -> killReplicas(over, kills), "killer");
        killer.start();
        AtOnce.call(4, count, number -> tasks.put("task-" + number, submitUntilAnswered(shop, picture)));
        await().atMost(Duration.ofMinutes(5)).until(() -> waiting(shop) == 0);
        over.set(true);
        killer.join();

        System.out.printf("%d kills while %d tasks ran%n", kills.get(), count);
        assertThat(kills.get()).isPositive();
        everythingAnswers();
        assertThat(tasks.values()).doesNotHaveDuplicates().hasSize(count);
        assertThat(total(shop, "")).isEqualTo(count);
        long completed = total(shop, "?status=completed");
        await().atMost(Shop.EVENTUALLY).until(() -> shop.frozen() == 0);
        assertThat(shop.charges()).isEqualTo(completed);
        assertThat(shop.balance()).isEqualTo(500 + (long) count * POINTS - completed * POINTS);
        // That its worker was lost costs a task no attempt; an intake that died with its worker is undone and says so.
        assertThat(completed + undone(shop)).isEqualTo(count);
        assertThat(completed).isGreaterThan(count * 98L / 100);
        Api administrator = Shop.administrator();
        String ofUser = "/api/admin/abilities/logs?userId=" + shop.userId();
        await().atMost(Shop.EVENTUALLY).untilAsserted(() -> assertThat(
                        administrator.get(ofUser).data("/pagination/total").asLong())
                .as("one row for each, however often its events came")
                .isEqualTo(count));
        everyAccountAddsUp();
    }

    /** One of two dies every few seconds; the one that is left takes over what it did. */
    private static void killReplicas(AtomicBoolean over, AtomicInteger kills) {
        Random random = new Random();
        Part replica = RunningSuite.suite().replica("task-worker", Ports.freeBlock(1));
        Child second = RunningSuite.hold(replica.start());
        try {
            while (!over.get()) {
                sleep(Duration.ofMillis(1_000 + random.nextInt(3_000)));
                if (random.nextBoolean()) {
                    RunningSuite.crash("task-worker");
                } else {
                    second.kill();
                    second = RunningSuite.hold(replica.start());
                }
                kills.incrementAndGet();
            }
        } finally {
            second.kill();
        }
    }

    @Test
    void aWorkerThatWasStoppedForAWhileWritesNothingWhenItComesBack() {
        Shop shop = Shop.open();
        Part replica = RunningSuite.suite().replica("task-worker", Ports.freeBlock(1));
        List<String> tasks = shop.submitSlowTasks(6);
        await().atMost(Shop.EVENTUALLY)
                .until(() -> tasks.stream().anyMatch(task -> shop.status(task).equals("running")));
        Child worker = RunningSuite.suite().running("task-worker").orElseThrow();
        signal("STOP", worker);
        Child second = RunningSuite.hold(replica.start());
        try {
            Instant stopped = Instant.now();
            Api other = shop.onPort(replica.ports().get(0));
            await().atMost(Duration.ofMinutes(3))
                    .until(() -> tasks.stream().allMatch(task -> other.get("/api/ability-tasks/" + task)
                            .text("/status")
                            .equals("completed")));
            sleep(Soak.isOn() ? Duration.ofSeconds(90).minus(Duration.between(stopped, Instant.now())) : Duration.ZERO);
            List<Integer> before = statusSequences(other, tasks);

            signal("CONT", worker);
            sleep(Duration.ofSeconds(5));

            assertThat(statusSequences(other, tasks)).isEqualTo(before);
        } finally {
            signal("CONT", worker);
            second.kill();
        }
        await().atMost(Shop.EVENTUALLY).until(() -> shop.frozen() == 0);
        assertThat(shop.charges()).isEqualTo(1 + tasks.size());
        everyAccountAddsUp();
    }

    @Test
    void theTasksOfAKilledWorkerSoonRunAgain() {
        Shop shop = Shop.open();
        String large = shop.largePicture();
        Part replica = RunningSuite.suite().replica("task-worker", Ports.freeBlock(1));
        Api first = shop.onPort(RunningSuite.suite().gateway().getPort() + 5);
        Child second = RunningSuite.hold(replica.start());
        try {
            // So that all tasks go to the one that is going to die.
            signal("STOP", second);
            List<String> tasks = IntStream.range(0, 4)
                    .mapToObj(number -> first.post("/api/ability-tasks", Shop.denoise(large, 5))
                            .text("/taskId"))
                    .toList();
            await().pollInterval(Duration.ofMillis(50)).atMost(Shop.EVENTUALLY).until(() -> tasks.stream()
                    .allMatch(task -> first.get("/api/ability-tasks/" + task)
                            .text("/status")
                            .equals("running")));
            RunningSuite.suite().kill("task-worker");
            Instant killed = Instant.now();
            signal("CONT", second);
            Api other = shop.onPort(replica.ports().get(0));

            await().atMost(Duration.ofMinutes(1))
                    .until(() -> tasks.stream().allMatch(task -> timesStarted(other, task) == 2));
            Duration idle = Duration.between(killed, Instant.now());
            System.out.printf("tasks of a killed worker ran again after %.1f s%n", idle.toMillis() / 1000.0);
            assertThat(idle).isLessThan(LEASE_AND_RESCUE);

            await().atMost(Shop.EVENTUALLY)
                    .until(() -> tasks.stream().allMatch(task -> other.get("/api/ability-tasks/" + task)
                            .text("/status")
                            .equals("completed")));
        } finally {
            signal("CONT", second);
            second.kill();
            RunningSuite.startAgain("task-worker");
        }
        await().atMost(Shop.EVENTUALLY).until(() -> shop.frozen() == 0);
        assertThat(shop.charges()).isEqualTo(1 + 4);
        everyAccountAddsUp();
    }

    /** The wallet holds still, so that the worker dies when the end of the task is written and not yet settled. */
    @Test
    void whatAWorkerHadCompletedWhenItWasKilledIsConfirmedLaterAndOnce() {
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        Child wallet = RunningSuite.suite().running("wallet-service").orElseThrow();
        List<String> tasks = IntStream.range(0, 5)
                .mapToObj(number -> shop.api()
                        .post("/api/ability-tasks", Shop.denoiseLater(picture, Duration.ofSeconds(3)))
                        .text("/taskId"))
                .toList();
        signal("STOP", wallet);
        try {
            await().atMost(Shop.EVENTUALLY).until(() -> tasks.stream()
                    .allMatch(task -> shop.status(task).equals("completed")));
            RunningSuite.suite().kill("task-worker");
        } finally {
            signal("CONT", wallet);
        }

        RunningSuite.startAgain("task-worker");

        await().atMost(Shop.EVENTUALLY).until(() -> shop.frozen() == 0);
        assertThat(shop.charges()).isEqualTo(5);
        assertThat(shop.balance()).isEqualTo(500 - 5 * POINTS);
        everyAccountAddsUp();
    }

    @Test
    void theTasksOfAKilledWalletAreSettledWhenItIsBack() {
        Shop shop = Shop.open();
        List<String> tasks = shop.submitSlowTasks(8);
        String picture = shop.api().get("/api/media/v1/objects").text("/items/0/objectKey");
        RunningSuite.suite().kill("wallet-service");
        try {
            Answer refused = shop.api().post("/api/ability-tasks", Shop.denoise(picture, 1));
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
            await().atMost(Shop.EVENTUALLY).until(() -> tasks.stream()
                    .allMatch(task -> shop.status(task).equals("completed")));
        } finally {
            RunningSuite.startAgain("wallet-service");
        }

        await().atMost(Shop.EVENTUALLY)
                .until(() -> shop.frozen() == 0 && total(shop, "?status=failed") == 1 && waiting(shop) == 0);
        assertThat(undone(shop)).isEqualTo(1);
        assertThat(shop.charges()).isEqualTo(1 + tasks.size());
        everyAccountAddsUp();
    }

    @Test
    void aWorkerThatIsToldToStopLeavesNothingHalfDone() {
        Shop shop = Shop.open();
        List<String> tasks = shop.submitSlowTasks(6);
        await().atMost(Shop.EVENTUALLY)
                .until(() -> tasks.stream().anyMatch(task -> shop.status(task).equals("running")));
        Child worker = RunningSuite.suite().running("task-worker").orElseThrow();
        try {
            signal("TERM", worker);
            await().atMost(TERMINATION_GRACE).until(() -> !worker.isAlive());
        } finally {
            worker.kill();
            RunningSuite.startAgain("task-worker");
        }

        await().atMost(Shop.EVENTUALLY)
                .until(() -> tasks.stream().allMatch(task -> shop.status(task).equals("completed")));
        // What could not end in time was given back; nobody had to find out that its worker was gone.
        assertThat(tasks).allMatch(task -> timesStarted(shop.api(), task) == 1 + timesGivenBack(shop.api(), task));
        await().atMost(Shop.EVENTUALLY).until(() -> shop.frozen() == 0);
        assertThat(shop.charges()).isEqualTo(1 + tasks.size());
        everyAccountAddsUp();
    }

    private static long timesStarted(Api api, String task) {
        return linesOf(api, task, "开始处理图像");
    }

    private static long timesGivenBack(Api api, String task) {
        return linesOf(api, task, "服务重启，任务已重新排队");
    }

    private static long linesOf(Api api, String task, String line) {
        Answer details = api.get("/api/ability-tasks/" + task + "/details");
        return IntStream.range(0, details.data("/logs").size())
                .filter(number ->
                        details.text("/logs/%d/message".formatted(number)).equals(line))
                .count();
    }

    @Test
    void oneIdempotencyKeyMakesOneTask() {
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        Api keyed = shop.api().with("Idempotency-Key", UUID.randomUUID().toString());

        List<Answer> answers =
                AtOnce.call(20, 100, number -> keyed.post("/api/ability-tasks", Shop.denoise(picture, 1)));

        List<String> ids = answers.stream()
                .filter(answer -> answer.status() == 201)
                .map(answer -> answer.text("/taskId"))
                .distinct()
                .toList();
        assertThat(ids).hasSize(1);
        assertThat(answers)
                .allMatch(answer -> answer.status() == 201
                        || answer.status() == 409 && answer.errorCode().equals("IDEMPOTENCY_IN_PROGRESS"));
        assertThat(total(shop, "")).isEqualTo(1);
        Answer other = keyed.post("/api/ability-tasks", Shop.denoise(picture, 2));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.errorCode()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        Answer repeated = keyed.post("/api/ability-tasks", Shop.denoise(picture, 1));
        assertThat(repeated.text("/taskId")).isEqualTo(ids.get(0));
        assertThat(repeated.response().headers().firstValue("Idempotent-Replayed"))
                .contains("true");
    }

    @Test
    void whileKafkaIsAwayTasksAreTakenAndRunAndTheirEventsFollow() {
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        RunningSuite.suite().kill("kafka");
        List<String> tasks;
        try {
            tasks = IntStream.range(0, 5)
                    .mapToObj(number -> shop.api()
                            .post("/api/ability-tasks", Shop.denoise(picture, 1))
                            .text("/taskId"))
                    .toList();
            await().atMost(Shop.EVENTUALLY).until(() -> tasks.stream()
                    .allMatch(task -> shop.status(task).equals("completed")));
            sleep(Soak.isOn() ? Duration.ofMinutes(5) : Duration.ofSeconds(5));
        } finally {
            RunningSuite.startAgain("kafka");
        }

        Api administrator = Shop.administrator();
        await().atMost(Shop.EVENTUALLY).untilAsserted(() -> {
            String logs = administrator
                    .get("/api/admin/abilities/podi_denoise/logs?limit=100")
                    .data("/items")
                    .toString();
            assertThat(tasks).allMatch(logs::contains);
        });
        assertThat(tasks)
                .allSatisfy(task -> assertThat(eventsOf(task)).containsExactly("task.queued", "invocation.finished"));
    }

    private static List<String> eventsOf(String task) {
        String kafka = "127.0.0.1:" + (RunningSuite.suite().gateway().getPort() + 10);
        return Records.under(task, "podi.task", kafka).stream()
                .map(event -> event.replaceFirst(".*\"type\":\"([^\"]+)\".*", "$1"))
                .distinct()
                .toList();
    }

    @Test
    void aDatabaseThatIsKilledUnderLoadLosesNoTask() {
        int count = 60;
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        AtomicInteger submitted = new AtomicInteger();
        Thread killer = new Thread(() -> {
            await().atMost(Shop.EVENTUALLY).until(() -> submitted.get() > count / 4);
            RunningSuite.crash("postgresql");
        });
        killer.start();

        List<String> tasks = AtOnce.call(4, count, number -> {
            String task = submitUntilAnswered(shop, picture);
            submitted.incrementAndGet();
            return task;
        });

        assertThat(tasks).doesNotHaveDuplicates().hasSize(count);
        await().atMost(Shop.EVENTUALLY)
                .ignoreExceptions()
                .until(() -> total(shop, "?status=completed") + total(shop, "?status=failed") == count
                        && shop.frozen() == 0);
        assertThat(total(shop, "")).isEqualTo(count);
        long completed = total(shop, "?status=completed");
        // An intake that the outage cut in two is undone and says so; there is one for each of the callers at the most.
        assertThat(completed).isGreaterThanOrEqualTo(count - 4);
        assertThat(shop.charges()).isEqualTo(completed);
        assertThat(shop.balance()).isEqualTo(500 - completed * POINTS);
        // Keycloak has lost its database, too, and takes a little longer.
        await().atMost(Shop.EVENTUALLY).untilAsserted(TaskFaultsIT::everyAccountAddsUp);
        await().atMost(Shop.EVENTUALLY).untilAsserted(Shop::open);
    }

    /** The wallet freezes after the caller has gone; the recovery finds the hold by its task. */
    @Test
    void aHoldOfAnIntakeThatTimedOutIsGivenBack() {
        Shop shop = Shop.open();
        String picture = shop.upload(Shop.smallPicture());
        Child wallet = RunningSuite.suite().running("wallet-service").orElseThrow();
        signal("STOP", wallet);
        Answer refused;
        try {
            refused = shop.api().post("/api/ability-tasks", Shop.denoise(picture, 1));
        } finally {
            signal("CONT", wallet);
        }
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");

        await().atMost(Shop.EVENTUALLY)
                .until(() -> total(shop, "?status=failed") == 1 && shop.frozen() == 0 && shop.balance() == 500);
        assertThat(shop.charges()).isZero();
        everyAccountAddsUp();
    }

    /** As a careful client does it: with a key, until there is an answer. */
    private static String submitUntilAnswered(Shop shop, String picture) {
        Api keyed = shop.api().with("Idempotency-Key", UUID.randomUUID().toString());
        List<String> heard = new ArrayList<>();
        Instant end = Instant.now().plus(Duration.ofMinutes(3));
        while (Instant.now().isBefore(end)) {
            try {
                Answer answer = keyed.post("/api/ability-tasks", Shop.denoise(picture, 1));
                if (answer.status() == 201) {
                    return answer.text("/taskId");
                }
                heard.add(answer.status() + " " + answer.errorCode());
            } catch (UncheckedIOException broken) {
                heard.add(broken.getMessage());
            }
            sleep(Duration.ofMillis(300));
        }
        throw new AssertionError("never answered: " + heard);
    }

    private static long undone(Shop shop) {
        Answer failed = shop.api().get("/api/ability-tasks?status=failed&pageSize=100");
        return IntStream.range(0, failed.data("/tasks").size())
                .filter(number ->
                        failed.text("/tasks/%d/errorCode".formatted(number)).equals("SERVICE_UNAVAILABLE"))
                .count();
    }

    private static void everyAccountAddsUp() {
        assertThat(Shop.administrator()
                        .get("/api/admin/wallet/reconciliation")
                        .data("/balanced")
                        .asBoolean())
                .isTrue();
    }

    /** More than none also where nobody answers. */
    private static long waiting(Shop shop) {
        return Stream.of("pending", "queued", "running")
                .mapToLong(status -> Math.abs(total(shop, "?status=" + status)))
                .sum();
    }

    private static long total(Shop shop, String filter) {
        return shop.api()
                .get("/api/ability-tasks" + filter)
                .data("/pagination/total")
                .asLong(-1);
    }

    private static List<Integer> statusSequences(Api api, List<String> tasks) {
        return tasks.stream()
                .map(task -> api.get("/api/ability-tasks/" + task)
                        .data("/statusSequence")
                        .asInt())
                .toList();
    }

    private static void signal(String name, Child child) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(child.pid()))
                    .start()
                    .waitFor();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(Math.max(0, time.toMillis()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
