package com.podi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

@ServiceIT
@TestPropertySource(properties = {"podi.gateway.answer-within=2s", "podi.gateway.limits.body=100KB"})
@ExtendWith(OutputCaptureExtension.class)
class GatewayIT {

    private static final int TOO_MANY_BYTES = 100 * 1024 + 1;
    private static final TestTokens TOKENS = TestTokens.start();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, Upstream> SERVICES = Stream.of(
                    "auth-service",
                    "media-service",
                    "wallet-service",
                    "ability-service",
                    "task-worker",
                    "comfyui-admin-service",
                    "coze-plugin-service")
            .collect(Collectors.toMap(Function.identity(), GatewayIT::upstream));

    @Autowired
    private CircuitBreakerRegistry breakers;

    @Autowired
    private MeterRegistry meters;

    @LocalServerPort
    private int port;

    private Api anybody;
    private Api user;
    private Api admin;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        SERVICES.forEach((name, upstream) ->
                registry.add("spring.cloud.discovery.client.simple.instances." + name + "[0].uri", upstream::uri));
        registry.add("PODI_TOKEN_URI", TOKENS::tokens);
        // A second instance that was killed and is not yet known to be dead.
        registry.add(
                "spring.cloud.discovery.client.simple.instances.ability-service[1].uri",
                () -> "http://127.0.0.1:" + portOfNobody());
    }

    @AfterAll
    static void stop() {
        SERVICES.values().forEach(Upstream::stop);
    }

    @BeforeEach
    void callers() {
        anybody = Api.onPort(port);
        await().until(() -> anybody.get("/actuator/health/readiness").status() == 200);
        user = anybody.as(TOKENS.user("ann"));
        admin = anybody.as(TOKENS.admin("root"));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/auth/me, auth-service",
        "PUT, /api/os/v1/auth/password, auth-service",
        "GET, /api/admin/users, auth-service",
        "POST, /api/media/v1/sts, media-service",
        "GET, /api/wallet/v1/statistics, wallet-service",
        "GET, /api/abilities, ability-service",
        "GET, /api/abilities/podi_upscale, ability-service",
        "GET, /api/admin/abilities, ability-service",
        "GET, /api/admin/executors/exe_1, ability-service",
        "GET, /api/admin/workflows, ability-service",
        "GET, /api/admin/workflow-bindings, ability-service",
        "GET, /api/admin/api-keys, ability-service",
        "GET, /api/admin/audit, ability-service",
        "GET, /api/admin/statistics/reconciliation, ability-service",
        "GET, /api/statistics/me, ability-service",
        "POST, /api/abilities/podi_upscale/invoke, task-worker",
        "POST, /api/ability-tasks, task-worker",
        "GET, /api/ability-tasks/task_1, task-worker",
        "GET, /api/webhooks/secret, task-worker",
        "GET, /api/admin/comfyui/models, comfyui-admin-service",
        "POST, /api/agent/auth/verify, comfyui-admin-service",
        "GET, /api/coze/podi/openapi.json, coze-plugin-service"
    })
    void everyPathLeadsToTheServiceThatOwnsIt(String method, String path, String service) {
        Answer answer =
                switch (method) {
                    case "GET" -> admin.get(path);
                    case "POST" -> admin.post(path, Map.of());
                    default -> admin.put(path, Map.of());
                };

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/service")).isEqualTo(service);
        assertThat(answer.text("/method")).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/internal/abilities", "/nothing", "/api/nothing", "/api", "/"})
    void whereNothingIsTheEnvelopeSaysSo(String path) {
        Answer answer = admin.get(path);

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.errorCode()).isEqualTo("NOT_FOUND");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/auth/me%2Fx", "/api/auth/me;a=b", "/api//auth/me", "/api/auth/%00", "/api/auth/%5C"})
    void addressesThatNobodyWritesHonestlyAreRefusedInTheEnvelope(String path) {
        Answer answer = user.get(path);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.errorCode()).isEqualTo("2003");
    }

    @Test
    void withoutATokenOneGetsNowhere() {
        Answer answer = anybody.get("/api/auth/me");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("1003");
        assertThat(answer.body().at("/code").asInt()).isEqualTo(401);
        assertThat(answer.body().at("/message").asString()).isEqualTo("Token无效或缺失");
        assertThat(answer.body().at("/error/type").asString()).isEqualTo("AuthenticationError");
        assertThat(answer.body().at("/timestamp").asString()).endsWith("Z");
    }

    @Test
    void refusalsSpeakTheLanguageOfTheClient() {
        Answer answer = anybody.with("Accept-Language", "en-US,en;q=0.9").get("/api/auth/me");

        assertThat(answer.body().at("/message").asString()).startsWith("The token is missing");
    }

    @Test
    void anExpiredTokenIsToldFromABadOne() {
        String expired = TOKENS.user(
                "ann", claims -> claims.issueTime(Date.from(Instant.now().minus(Duration.ofDays(1))))
                        .expirationTime(Date.from(Instant.now().minus(Duration.ofMinutes(1)))));

        Answer answer = anybody.as(expired).get("/api/auth/me");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("1002");
    }

    @ParameterizedTest
    @MethodSource
    void aBadTokenIsRefused(String token) {
        Answer answer = anybody.as(token).get("/api/auth/me");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.errorCode()).isEqualTo("1003");
    }

    static List<String> aBadTokenIsRefused() throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(TOKENS.issuer().toString())
                .audience("podi-api")
                .subject("ann")
                .expirationTime(Date.from(Instant.now().plus(Duration.ofHours(1))))
                .build();
        SignedJWT signedByASharedSecret = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        signedByASharedSecret.sign(new MACSigner(UUID.randomUUID().toString()));
        String good = TOKENS.user("ann");
        return List.of(
                "nonsense",
                good.substring(0, good.length() - 8) + "AAAAAAAA",
                new PlainJWT(claims).serialize(),
                signedByASharedSecret.serialize(),
                "eyJhbGciOiJmb28ifQ." + good.split("\\.", 2)[1],
                TOKENS.user("ann", changed -> changed.issuer("http://127.0.0.1/realms/other")),
                TOKENS.user("ann", changed -> changed.audience("another-api")));
    }

    @Test
    void aTokenThatWasGoodAMomentAgoExpiresInTime() {
        // Clocks may differ by 30 seconds.
        Instant expiry = Instant.now().minus(Duration.ofSeconds(20));
        Api soonOut = anybody.as(TOKENS.user(
                "ann", claims -> claims.issueTime(Date.from(Instant.EPOCH)).expirationTime(Date.from(expiry))));

        assertThat(soonOut.get("/api/auth/me").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> soonOut.get("/api/auth/me").errorCode().equals("1002"));
    }

    @Test
    void theTokensOfAnEndedSessionAreRefusedWithinFiveSecondsAlsoWhenNobodyTellsAnyMore() throws IOException {
        Api ended = anybody.as(TOKENS.user("eve", claims -> claims.claim("sid", "ended")));
        Api other = anybody.as(TOKENS.user("eve", claims -> claims.claim("sid", "other")));
        assertThat(ended.get("/api/media/v1/objects").status()).isEqualTo(200);

        Upstream auth = SERVICES.get("auth-service");
        auth.prepare("/internal/ended-sessions", """
                {"code":200,"message":"","timestamp":"2026-01-31T08:00:00Z","data":{"asOf":"2026-01-31T08:00:00Z",
                 "endings":[{"sessionId":"ended","endedAt":"2026-01-31T08:00:00Z"}]}}
                """);

        await().atMost(Duration.ofSeconds(5))
                .until(() -> ended.get("/api/media/v1/objects").errorCode().equals("1003"));
        auth.stop();
        try {
            assertThat(ended.get("/api/media/v1/objects").status()).isEqualTo(401);
            assertThat(other.get("/api/media/v1/objects").status()).isEqualTo(200);
        } finally {
            auth.startAgain();
        }
    }

    @Test
    void whenTheKeysChangeTheyAreFetchedOnce() {
        assertThat(user.get("/api/auth/me").status()).isEqualTo(200);
        int before = TOKENS.keyFetches();
        TOKENS.rotateKey();

        List<CompletableFuture<Integer>> calls = IntStream.range(0, 20)
                .mapToObj(number -> anybody.as(TOKENS.user("user-" + number)))
                .map(caller -> CompletableFuture.supplyAsync(
                        () -> caller.get("/api/auth/me").status()))
                .toList();

        assertThat(calls).extracting(CompletableFuture::join).containsOnly(200);
        assertThat(TOKENS.keyFetches() - before).isEqualTo(1);
        assertThat(user.get("/api/auth/me").status()).isEqualTo(200);
    }

    @Test
    void inventedKeysDoNotKeepAnybodyOut() throws Exception {
        int before = TOKENS.keyFetches();
        Instant begin = Instant.now();
        RSAKey ours = new RSAKeyGenerator(2048).generate();
        for (int forged = 0; forged < 30; forged++) {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID("invented-" + forged)
                            .build(),
                    new JWTClaimsSet.Builder().subject("ann").build());
            token.sign(new RSASSASigner(ours));

            assertThat(anybody.as(token.serialize()).get("/api/auth/me").errorCode())
                    .isEqualTo("1003");
        }
        long seconds = Duration.between(begin, Instant.now()).toSeconds() + 1;
        assertThat(TOKENS.keyFetches() - before).isLessThanOrEqualTo(Math.toIntExact(2 * (seconds + 1)));

        TOKENS.rotateKey();
        Api newcomer = anybody.as(TOKENS.user("newcomer"));
        await().atMost(Duration.ofSeconds(3))
                .until(() -> newcomer.get("/api/auth/me").status() == 200);
    }

    @Test
    void onlyAdministratorsAdministrate() {
        Answer answer = user.get("/api/admin/users");

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.errorCode()).isEqualTo("FORBIDDEN");
        assertThat(anybody.get("/api/admin/users").status()).isEqualTo(401);
    }

    @Test
    void whoHasNoRoleIsRefused() {
        String token = TOKENS.user("ann", claims -> claims.claim("realm_access", Map.of("roles", List.of("other"))));

        assertThat(anybody.as(token).get("/api/auth/me").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/auth/register",
                "/api/auth/login",
                "/api/os/v1/auth/login",
                "/api/auth/refresh",
                "/api/media/v1/oss-callback",
                "/api/media/v1/bucket-notifications",
                "/api/agent/auth/verify",
                "/api/coze/podi/tools/podi/upscale"
            })
    void whatIsNotOursToCheckPassesUnread(String path) {
        assertThat(anybody.post(path, Map.of()).status()).isEqualTo(200);

        Answer withToken = anybody.as("a-token-of-another-kind").post(path, Map.of());
        assertThat(withToken.status()).isEqualTo(200);
        assertThat(withToken.text("/headers/authorization")).isEqualTo("Bearer a-token-of-another-kind");
    }

    @Test
    void theCatalogueIsOpenButABadTokenIsNot() {
        assertThat(anybody.get("/api/abilities").status()).isEqualTo(200);
        assertThat(anybody.get("/api/abilities/podi_upscale").status()).isEqualTo(200);
        assertThat(anybody.as("nonsense").get("/api/abilities").errorCode()).isEqualTo("1003");
        assertThat(anybody.post("/api/abilities/podi_upscale/invoke", Map.of()).status())
                .isEqualTo(401);
    }

    @Test
    void nobodyOutsideSpeaksForUs() {
        Answer answer = user.with("X-Podi-Acting-User", "bob")
                .with("X-PODI-Api-Key", "for coze")
                .with("X-Real-IP", "10.0.0.1")
                .with("Forwarded", "for=10.0.0.1")
                .with("X-Forwarded-For", "10.0.0.1")
                .with("X-Forwarded-Host", "evil.example")
                .get("/api/auth/me");

        assertThat(answer.data("/headers").propertyNames())
                .doesNotContain("x-podi-acting-user", "x-real-ip", "forwarded", "x-forwarded-host")
                .contains("x-podi-api-key", "authorization");
        assertThat(answer.text("/headers/x-forwarded-for")).isEqualTo("127.0.0.1");
    }

    @Test
    void theTraceIsTheSameEverywhere() {
        Answer refused = anybody.get("/api/auth/me");
        Answer passed = user.get("/api/auth/me");

        assertThat(refused.body().at("/traceId").asString()).matches("[0-9a-f]{32}");
        assertThat(refused.response().headers().allValues("X-Trace-Id"))
                .containsExactly(refused.body().at("/traceId").asString());
        assertThat(passed.response().headers().allValues("X-Trace-Id")).hasSize(1);
        assertThat(passed.text("/headers/traceparent"))
                .contains(passed.response().headers().firstValue("X-Trace-Id").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 409, 500, 502, 503})
    void whatAServiceAnswersIsNotTouched(int status) {
        for (int call = 0; call < 12; call++) {
            Answer answer = user.get("/api/media/v1/objects?status=" + status);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.text("/service")).isEqualTo("media-service");
        }
    }

    @Test
    void aDeadServiceIsUnavailableAndIsFoundAgain() throws IOException {
        Upstream wallet = SERVICES.get("wallet-service");
        wallet.stop();
        for (int call = 0; call < 12; call++) {
            Answer answer = user.get("/api/wallet/v1/statistics");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.errorCode()).isEqualTo("WALLET_SERVICE_UNAVAILABLE");
            assertThat(answer.response().headers().firstValue("Retry-After")).isPresent();
        }
        wallet.startAgain();

        await().atMost(Duration.ofSeconds(10))
                .until(() -> user.get("/api/wallet/v1/statistics").status() == 200);
    }

    @Test
    void whatIsRoutedIsTimedByItsRoute() {
        user.get("/api/webhooks/secret");

        assertThat(meters.get("http.server.requests")
                        .tags("uri", "task-worker", "status", "200")
                        .timer()
                        .count())
                .isPositive();
    }

    @Test
    void clientsThatLeaveInTheMiddleOfABodyAreNoFailuresOfTheService() throws IOException {
        Upstream service = SERVICES.get("comfyui-admin-service");
        long failuresBefore = failedCalls("comfyui-admin-service");
        byte[] half = new byte[TOO_MANY_BYTES / 2];
        for (int client = 0; client < 30; client++) {
            int heardBefore = service.heard();
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setSoLinger(true, 0);
                socket.getOutputStream()
                        .write("POST /api/agent/auth/verify HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n"
                                .formatted(half.length * 2)
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(half);
                socket.getOutputStream().flush();
                await().atMost(Duration.ofSeconds(10)).until(() -> service.heard() > heardBefore);
            }
        }

        assertThat(anybody.post("/api/agent/auth/verify", Map.of()).status()).isEqualTo(200);
        assertThat(failedCalls("comfyui-admin-service")).isEqualTo(failuresBefore);
    }

    @Test
    void aBodyThatDoesNotArriveIsNoFailureOfTheServiceEither() throws IOException {
        long failuresBefore = failedCalls("auth-service");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write("POST /api/auth/refresh HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf"
                            .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            String status = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();

            assertThat(status).startsWith("HTTP/1.1 400");
        }
        assertThat(failedCalls("auth-service")).isEqualTo(failuresBefore);
    }

    private long failedCalls(String service) {
        return breakers.circuitBreaker(service).getMetrics().getNumberOfFailedCalls();
    }

    @Test
    void aRequestIsTriedOnTheOtherInstanceWhenOneIsDead() {
        for (int call = 0; call < 12; call++) {
            assertThat(user.get("/api/statistics/me").status()).isEqualTo(200);
            assertThat(admin.post("/api/admin/executors", "12345")
                            .data("/bytes")
                            .asInt())
                    .isEqualTo(5);
        }
    }

    @Test
    void aServiceThatDoesNotAnswerIsGivenUpAndTheLogSaysInWhichTrace(CapturedOutput logs) {
        Answer answer = user.get("/api/auth/me?sleep=2500");

        assertThat(logs.getAll().lines().filter(line -> line.contains("EXECUTOR_TIMEOUT: /api/auth/me")))
                .singleElement()
                .asString()
                .contains(answer.body().at("/traceId").asString());

        assertThat(answer.status()).isEqualTo(504);
        assertThat(answer.body().at("/error/type").asString()).isEqualTo("UnavailableError");
    }

    @Test
    void aHundredCallsOfOneServiceMayBeUnderWayAtOnce() {
        ExecutorService threads = Executors.newFixedThreadPool(100);
        try {
            List<CompletableFuture<Integer>> calls = IntStream.range(0, 100)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> user.get("/api/media/v1/objects?sleep=500").status(), threads))
                    .toList();

            assertThat(calls).extracting(CompletableFuture::join).containsOnly(200);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anInvokeMayTakeItsTime() {
        Answer answer = user.post("/api/abilities/podi_upscale/invoke?sleep=2500", Map.of());

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void addingUpTheWholeLogMayTakeItsTime() {
        Answer answer = admin.get("/api/admin/statistics/reconciliation?sleep=2500");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("/service")).isEqualTo("ability-service");
    }

    @Test
    void longCallsDoNotKeepABreakerFromClosing() {
        Upstream worker = SERVICES.get("task-worker");
        CircuitBreaker breaker = breakers.circuitBreaker("task-worker");
        int permits = breaker.getCircuitBreakerConfig().getPermittedNumberOfCallsInHalfOpenState();
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        ExecutorService threads = Executors.newFixedThreadPool(permits + 1);
        try {
            int before = worker.heard();
            List<CompletableFuture<Integer>> invokes = IntStream.rangeClosed(0, permits)
                    .mapToObj(number -> CompletableFuture.supplyAsync(
                            () -> user.post("/api/abilities/podi_upscale/invoke?sleep=6000", Map.of())
                                    .status(),
                            threads))
                    .toList();
            await().until(() -> worker.heard() == before + permits + 1);

            for (int call = 0; call < permits; call++) {
                assertThat(user.get("/api/ability-tasks/task_1").status()).isEqualTo(200);
            }
            assertThat(breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
            assertThat(invokes).noneMatch(CompletableFuture::isDone);
            assertThat(invokes).extracting(CompletableFuture::join).containsOnly(200);
        } finally {
            threads.shutdown();
        }
    }

    @Test
    void anOpenBreakerRefusesLongCallsTooAndTriesAgainWithThem() {
        CircuitBreaker breaker = breakers.circuitBreaker("task-worker");
        breaker.transitionToOpenState();

        assertThat(user.post("/api/abilities/podi_upscale/invoke", Map.of()).status())
                .isEqualTo(503);
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            user.post("/api/abilities/podi_upscale/invoke", Map.of());
            return breaker.getState() == CircuitBreaker.State.CLOSED;
        });
    }

    @Test
    void eventsArriveWhenTheyAreSent() throws Exception {
        Upstream worker = SERVICES.get("task-worker");
        worker.sendNextEvent();
        HttpResponse<InputStream> response = HTTP.send(
                request("/api/ability-tasks/events")
                        .header("Authorization", "Bearer " + TOKENS.user("ann"))
                        .build(),
                BodyHandlers.ofInputStream());

        try (BufferedReader events =
                new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
            assertThat(events.readLine()).isEqualTo("data: 1");
            // Longer than any other answer may take: a stream is not cut for being quiet.
            Thread.sleep(Duration.ofMillis(2500).toMillis());
            worker.sendNextEvent();
            assertThat(events.readLine()).isEmpty();
            assertThat(events.readLine()).isEqualTo("data: 2");
        }
    }

    @Test
    void aBodyWithinTheLimitArrivesWhole() {
        Answer answer = user.post("/api/media/v1/sts", "x".repeat(TOO_MANY_BYTES - 1));

        assertThat(answer.data("/bytes").asInt()).isEqualTo(TOO_MANY_BYTES - 1);
    }

    @Test
    void aBodyBeyondTheLimitIsRefused() {
        Answer answer = user.post("/api/media/v1/sts", "x".repeat(TOO_MANY_BYTES));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.errorCode()).isEqualTo("REQUEST_TOO_LARGE");
    }

    @Test
    void aBodyThatHidesItsSizeIsRefusedToo() throws Exception {
        HttpResponse<String> response = HTTP.send(
                request("/api/media/v1/sts")
                        .header("Authorization", "Bearer " + TOKENS.user("ann"))
                        .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[TOO_MANY_BYTES])))
                        .build(),
                BodyHandlers.ofString());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).contains("REQUEST_TOO_LARGE");
    }

    @Test
    void headersBeyondTheLimitAreRefused() {
        Answer answer = user.with("X-Large", "x".repeat(17 * 1024)).get("/api/auth/me");

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.errorCode()).isEqualTo("REQUEST_HEADER_TOO_LARGE");
        assertThat(user.with("X-Large", "x".repeat(14 * 1024))
                        .get("/api/auth/me")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void knownOriginsMayCallFromABrowser() throws Exception {
        HttpResponse<String> preflight = preflight("/api/ability-tasks", "http://localhost:5173");

        assertThat(preflight.statusCode()).isEqualTo(200);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("http://localhost:5173");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElseThrow())
                .contains("authorization");

        Answer refused = anybody.with("Origin", "http://localhost:5173").get("/api/auth/me");
        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.response().headers().firstValue("Access-Control-Allow-Origin"))
                .isPresent();
    }

    @Test
    void otherOriginsMayNot() throws Exception {
        assertThat(preflight("/api/ability-tasks", "https://evil.example").statusCode())
                .isEqualTo(403);
        assertThat(preflight("/api/coze/podi/tasks/get", "https://evil.example").statusCode())
                .isEqualTo(403);
        Answer refused = user.with("Origin", "https://evil.example").post("/api/media/v1/sts", Map.of());
        assertThat(refused.errorCode()).isEqualTo("FORBIDDEN");
        Answer document = anybody.with("Origin", "https://www.coze.cn").get("/api/coze/podi/openapi.json");
        assertThat(document.status()).isEqualTo(200);
        assertThat(document.response().headers().firstValue("Access-Control-Allow-Origin"))
                .isPresent();
    }

    @Test
    void healthIsOpenAndMetricsAreForAdministrators() {
        assertThat(anybody.get("/actuator/health/readiness").status()).isEqualTo(200);
        assertThat(anybody.get("/actuator/prometheus").status()).isEqualTo(401);
        assertThat(user.get("/actuator/prometheus").status()).isEqualTo(403);
        assertThat(admin.get("/actuator/prometheus").status()).isEqualTo(200);
    }

    private HttpResponse<String> preflight(String path, String origin) throws Exception {
        return HTTP.send(
                request(path)
                        .method("OPTIONS", BodyPublishers.noBody())
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "POST")
                        .header("Access-Control-Request-Headers", "authorization, content-type")
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Upstream upstream(String name) {
        try {
            return new Upstream(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int portOfNobody() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
