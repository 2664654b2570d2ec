package com.podi.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.podi.contracts.error.ErrorCode;
import com.podi.contracts.error.PodiException;
import com.podi.contracts.wallet.FreezeRequest;
import com.podi.contracts.wallet.WalletClient;
import com.podi.parts.Ports;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.Database;
import com.podi.testsupport.PostgresServer;
import com.podi.testsupport.RealParts;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TcpProxy;
import com.podi.testsupport.TestTokens;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.cloud.openfeign.EnableFeignClients;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** The database stopped hard, and connections that end between a commit and its answer. */
@ServiceIT
@DirtiesContext
class DatabaseAwayIT {

    private static final Duration HEALED_WITHIN = Duration.ofSeconds(30);
    private static final Duration NOBODY_WAITS_LONGER = Duration.ofMillis(3_500);
    private static final Duration SECONDS = Duration.ofSeconds(6);
    private static final Duration KNOWN_AFTER = Duration.ofSeconds(4);
    private static final int CALLERS = 32;

    private static final PostgresServer SERVER = RealParts.postgres();
    private static final Database DATABASE = SERVER.database();
    private static final TcpProxy PROXY = TcpProxy.to(SERVER.port());

    private final TestTokens tokens = TestTokens.start();
    private final String user = UUID.randomUUID().toString();
    private final JdbcClient jdbc =
            JdbcClient.create(new DriverManagerDataSource(DATABASE.jdbcUrl(), DATABASE.user(), DATABASE.password()));

    @LocalServerPort
    private int port;

    @Autowired
    private WalletClient client;

    @Autowired
    private CircuitBreakerRegistry breakers;

    private Api asWorker;
    private Api asAdmin;

    @DynamicPropertySource
    static void behindTheProxy(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> DATABASE.jdbcUrl()
                .replace(":" + SERVER.port() + "/", ":" + PROXY.port() + "/"));
        // A caller of the wallet, where no wallet is.
        registry.add(
                "spring.cloud.openfeign.client.config.wallet-service.url",
                () -> "http://127.0.0.1:" + Ports.freeBlock(1));
        registry.add("PODI_TOKEN_URI", () -> TestTokens.start().tokens());
        registry.add("PODI_CLIENT_SECRET", () -> "secret");
        registry.add("spring.datasource.username", DATABASE::user);
        registry.add("spring.datasource.password", DATABASE::password);
    }

    @BeforeEach
    void aUserWithPoints() {
        asWorker = Api.onPort(port).as(tokens.service("svc-task-worker"));
        asAdmin = Api.onPort(port).as(tokens.admin("admin"));
        jdbc.sql("insert into accounts (user_id) values (?)").param(user).update();
        assertThat(grant(asAdmin, 1_000_000).status()).isEqualTo(200);
    }

    @AfterEach
    void noAccountIsOff() {
        assertThat(WalletCore.brokenRules(jdbc)).isEmpty();
    }

    @TestConfiguration
    @EnableFeignClients(clients = WalletClient.class)
    static class Caller {}

    private record Heard(Instant at, Duration took, Answer answer) {}

    @Test
    void aDatabaseThatIsStoppedHardUnderLoadIsAnswered503AtOnceAndHealsByItself() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<List<Heard>>> callers = new ArrayList<>();
            for (int number = 0; number < CALLERS; number++) {
                int caller = number;
                callers.add(threads.submit(() -> callUntil(over, caller)));
            }
            Thread.sleep(1_000);
            Instant stopped = Instant.now();
            SERVER.kill();
            Thread.sleep(5_000);
            Answer read = asAdmin.get("/api/wallet/v1/statistics?userId=" + user);
            Instant started = Instant.now();
            SERVER.start();
            await().atMost(HEALED_WITHIN)
                    .until(() -> freeze("healed-" + Instant.now()).status() == 200);
            Duration healed = Duration.between(started, Instant.now());
            over.set(true);
            List<Heard> heard = new ArrayList<>();
            for (Future<List<Heard>> caller : callers) {
                heard.addAll(caller.get());
            }

            List<Heard> away = heard.stream()
                    .filter(one -> one.at().isAfter(stopped.plusMillis(200))
                            && one.at().isBefore(started))
                    .toList();
            List<Duration> sorted = away.stream().map(Heard::took).sorted().toList();
            System.out.printf(
                    "away: answers=%d median=%d ms longest=%d ms, healed %d ms after the server was started again%n",
                    away.size(),
                    sorted.get(sorted.size() / 2).toMillis(),
                    sorted.get(sorted.size() - 1).toMillis(),
                    healed.toMillis());
            assertThat(away).hasSizeGreaterThan(CALLERS).allSatisfy(one -> {
                assertThat(one.answer().status()).isEqualTo(503);
                assertThat(one.answer().errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
                assertThat(one.answer().response().headers().firstValue("Retry-After"))
                        .isPresent();
                assertThat(one.took()).isLessThan(NOBODY_WAITS_LONGER);
            });
            assertThat(sorted.get(sorted.size() / 2))
                    .as("half are refused at once")
                    .isLessThan(Duration.ofMillis(300));
            assertThat(read.errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
            assertThat(heard).filteredOn(one -> one.answer().status() == 200).isNotEmpty();
            assertThat(heard)
                    .extracting(one -> one.answer().status())
                    .as("nothing but done and unavailable")
                    .containsOnly(200, 503);
        } finally {
            threads.shutdownNow();
        }
    }

    /** As a machine that hangs: connections stand, and nothing comes back. */
    @Test
    void aDatabaseThatSaysNothingIsAnswered503WithinSecondsAndHealsByItself() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        String holdId = freeze("before").text("/holdId");
        List<Supplier<Answer>> calls = callsOfEveryKind(holdId);
        ExecutorService threads = Executors.newCachedThreadPool();
        Instant silent;
        Instant spoke;
        List<Heard> heard = new ArrayList<>();
        try {
            List<Future<List<Heard>>> callers = new ArrayList<>();
            for (int number = 0; number < 2 * calls.size(); number++) {
                Supplier<Answer> call = calls.get(number % calls.size());
                callers.add(threads.submit(() -> repeatedUntil(over, call)));
            }
            Thread.sleep(500);
            SERVER.freeze();
            silent = Instant.now();
            try {
                Thread.sleep(12_000);
            } finally {
                spoke = Instant.now();
                SERVER.thaw();
            }
            await().atMost(HEALED_WITHIN)
                    .until(() -> freeze("healed-" + Instant.now()).status() == 200);
            over.set(true);
            for (Future<List<Heard>> caller : callers) {
                heard.addAll(caller.get());
            }
        } finally {
            over.set(true);
            threads.shutdownNow();
        }

        List<Heard> during = heard.stream()
                .filter(one -> one.at().isAfter(silent) && one.at().isBefore(spoke.minus(SECONDS)))
                .toList();
        System.out.printf(
                "silent: answers=%d longest=%d ms, longest of those asked after %d s=%d ms%n",
                during.size(),
                longest(during),
                KNOWN_AFTER.toSeconds(),
                longest(during.stream()
                        .filter(one -> one.at().isAfter(silent.plus(KNOWN_AFTER)))
                        .toList()));
        assertThat(during).hasSizeGreaterThan(calls.size()).allSatisfy(one -> {
            assertThat(one.answer().status()).isEqualTo(503);
            assertThat(one.answer().errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
            assertThat(one.took()).isLessThan(SECONDS);
        });
        assertThat(during)
                .as("once it is known")
                .filteredOn(one -> one.at().isAfter(silent.plus(KNOWN_AFTER)))
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.took()).isLessThan(Duration.ofSeconds(1)));
        assertThat(heard)
                .filteredOn(one -> one.at().isAfter(silent.minus(NOBODY_WAITS_LONGER)))
                .allSatisfy(one -> assertThat(one.took()).isLessThan(SECONDS));
        assertThat(heard).extracting(one -> one.answer().status()).contains(200);
    }

    private List<Supplier<Answer>> callsOfEveryKind(String holdId) {
        return List.of(
                () -> freeze("silent-" + UUID.randomUUID()),
                () -> asWorker.with("Idempotency-Key", UUID.randomUUID().toString())
                        .post("/api/wallet/v1/freeze", freezeBody("keyed-" + UUID.randomUUID())),
                () -> asWorker.post("/api/wallet/v1/release", Map.of("holdId", holdId)),
                () -> grant(asAdmin, 1),
                () -> grant(asAdmin.with("Idempotency-Key", UUID.randomUUID().toString()), 1),
                () -> asAdmin.get("/api/wallet/v1/statistics?userId=" + user),
                () -> asAdmin.get("/api/wallet/v1/transactions?type=GRANT&userId=" + user),
                () -> asAdmin.get("/api/admin/wallet/reconciliation"),
                () -> asWorker.get("/internal/wallet/holds?taskId=before&action=upscale&userId=" + user));
    }

    private static List<Heard> repeatedUntil(AtomicBoolean over, Supplier<Answer> call) {
        List<Heard> heard = new ArrayList<>();
        while (!over.get()) {
            Instant begin = Instant.now();
            Answer answer = call.get();
            heard.add(new Heard(begin, Duration.between(begin, Instant.now()), answer));
            pause();
        }
        return heard;
    }

    private static long longest(List<Heard> heard) {
        return heard.stream().mapToLong(one -> one.took().toMillis()).max().orElse(0);
    }

    @Test
    void aCallerWhoseBreakerIsOpenHearsTheSameCodeAndDoesNotWait() {
        FreezeRequest request = new FreezeRequest(user, "task", "upscale", 1L, null);
        for (int call = 0; call < 30; call++) {
            assertThatThrownBy(() -> client.freeze(request))
                    .isInstanceOfSatisfying(PodiException.class, refusal -> assertThat(refusal.errorCode())
                            .isEqualTo(ErrorCode.WALLET_SERVICE_UNAVAILABLE));
        }

        assertThat(breakers.getAllCircuitBreakers())
                .extracting(CircuitBreaker::getState)
                .contains(CircuitBreaker.State.OPEN);
        Instant begin = Instant.now();
        assertThatThrownBy(() -> client.freeze(request)).isInstanceOf(PodiException.class);
        assertThat(Duration.between(begin, Instant.now())).isLessThan(Duration.ofMillis(200));
    }

    @Test
    void aFreezeWhoseAnswerWasLostIsRepeatedWithTheSameResult() {
        Answer repeated = repeatedAfterALostCommit(Function.identity(), this::freeze);

        assertThat(repeated.text("/holdId"))
                .isEqualTo(jdbc.sql("select hold_id from holds where user_id = ? order by created_at desc limit 1")
                        .param(user)
                        .query(String.class)
                        .single());
    }

    @Test
    void aConfirmWhoseAnswerWasLostIsRepeatedWithTheSameResult() {
        Answer repeated = repeatedAfterALostCommit(
                taskId -> freeze(taskId).text("/holdId"),
                holdId -> asWorker.post("/api/wallet/v1/confirm", Map.of("holdId", holdId)));

        assertThat(repeated.text("/status")).isEqualTo("CONFIRMED");
    }

    @Test
    void aGrantWhoseAnswerWasLostIsRepeatedWithItsKeyAndGivenOnce() {
        List<String> keys = new ArrayList<>();
        Answer repeated = repeatedAfterALostCommit(Function.identity(), key -> {
            keys.add(key);
            return grant(asAdmin.with("Idempotency-Key", key), 7);
        });

        assertThat(repeated.status()).isEqualTo(200);
        assertThat(jdbc.sql("select count(*) from ledger_entries where user_id = ? and available_delta = 7")
                        .param(user)
                        .query(Long.class)
                        .single())
                .isEqualTo(keys.stream().distinct().count());
    }

    /** Tries until it is this call's commit whose answer is lost, and not that of some job. */
    private Answer repeatedAfterALostCommit(Function<String, String> preparation, Function<String, Answer> call) {
        for (int attempt = 0; attempt < 50; attempt++) {
            String name = preparation.apply("lost-" + UUID.randomUUID());
            PROXY.loseAnswer("COMMIT");
            Answer first = call.apply(name);
            if (first.status() == 503 && PROXY.hasLostIt()) {
                assertThat(first.errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
                Answer repeated = call.apply(name);
                assertThat(repeated.status()).isEqualTo(200);
                return repeated;
            }
        }
        throw new AssertionError("no commit of this call was lost");
    }

    private List<Heard> callUntil(AtomicBoolean over, int caller) {
        List<Heard> heard = new ArrayList<>();
        for (int number = 0; !over.get(); number++) {
            Answer frozen = timed(heard, "task-%d-%d".formatted(caller, number), this::freeze);
            if (frozen.status() == 200) {
                timed(
                        heard,
                        frozen.text("/holdId"),
                        holdId -> asWorker.post("/api/wallet/v1/confirm", Map.of("holdId", holdId)));
            } else {
                pause();
            }
        }
        return heard;
    }

    private static Answer timed(List<Heard> heard, String argument, Function<String, Answer> call) {
        Instant begin = Instant.now();
        Answer answer = call.apply(argument);
        heard.add(new Heard(begin, Duration.between(begin, Instant.now()), answer));
        return answer;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Answer freeze(String taskId) {
        return asWorker.post("/api/wallet/v1/freeze", freezeBody(taskId));
    }

    private Map<String, Object> freezeBody(String taskId) {
        return Map.of("userId", user, "taskId", taskId, "action", "upscale", "points", 1);
    }

    private Answer grant(Api api, long points) {
        return api.post("/api/wallet/v1/grants", Map.of("userId", user, "points", points, "reason", "test"));
    }
}
