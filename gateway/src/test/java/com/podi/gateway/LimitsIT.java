package com.podi.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.podi.testsupport.Api;
import com.podi.testsupport.Api.Answer;
import com.podi.testsupport.ServiceIT;
import com.podi.testsupport.TestTokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** So often and no more, with limits that a test can reach. */
@ServiceIT
@TestPropertySource(
        properties = {
            "podi.gateway.limits.registrations-per-minute=3",
            "podi.gateway.limits.logins-per-minute=5",
            "podi.gateway.limits.calls-per-minute=4",
            // The test stands for a proxy, so that it can come from many addresses.
            "podi.gateway.trusted-proxies=127.0.0.0/8"
        })
class LimitsIT {

    private static final TestTokens TOKENS = TestTokens.start();
    private static final Upstream AUTH = upstream();
    private static final Map<String, String> NOBODY = Map.of("username", "nobody", "password", "wrong");

    @LocalServerPort
    private int port;

    private Api anybody;

    @DynamicPropertySource
    static void services(DynamicPropertyRegistry registry) {
        registry.add("spring.cloud.discovery.client.simple.instances.auth-service[0].uri", AUTH::uri);
        registry.add("PODI_TOKEN_URI", TOKENS::tokens);
    }

    @AfterAll
    static void stop() {
        AUTH.stop();
    }

    @BeforeEach
    void callers() {
        anybody = Api.onPort(port);
        await().until(() -> anybody.get("/actuator/health/readiness").status() == 200);
    }

    @Test
    void registrationsFromOneAddress() {
        Api here = from("198.51.100.1");

        assertThat(statuses(4, () -> here.post("/api/auth/register", NOBODY))).containsExactly(200, 200, 200, 429);
        assertThat(from("198.51.100.2").post("/api/auth/register", NOBODY).status())
                .isEqualTo(200);
    }

    @Test
    void loginsFromOneAddressByWhateverPathAndName() {
        Api here = from("198.51.100.3");

        List<Integer> statuses = Stream.of(
                        "/api/auth/login",
                        "/api/os/v1/auth/login",
                        "/api/auth/refresh",
                        "/api/auth/login",
                        "/api/os/v1/auth/login",
                        "/api/auth/%6Cogin",
                        "/api/os/v1/auth/login")
                .map(path -> here.post(path, Map.of("username", "name-" + UUID.randomUUID(), "password", "wrong"))
                        .status())
                .toList();

        assertThat(statuses).containsExactly(200, 200, 200, 200, 200, 429, 429);
    }

    @Test
    void oneNetworkOfIpv6IsOneAddress() {
        for (String address : List.of("2001:db8:1:2::a", "2001:db8:1:2::b", "2001:db8:1:2:3::")) {
            assertThat(from(address).post("/api/auth/register", NOBODY).status())
                    .isEqualTo(200);
        }

        assertThat(from("2001:db8:1:2:ffff::1")
                        .post("/api/auth/register", NOBODY)
                        .status())
                .isEqualTo(429);
        assertThat(from("2001:db8:1:3::1").post("/api/auth/register", NOBODY).status())
                .isEqualTo(200);
    }

    @Test
    void callsOfOneUserWhereverTheyComeFrom() {
        String ann = TOKENS.user("ann-" + UUID.randomUUID());

        Answer first = from("198.51.100.4").as(ann).get("/api/auth/me");
        assertThat(header(first, "X-RateLimit-Limit")).isEqualTo("4");
        assertThat(header(first, "X-RateLimit-Remaining")).isEqualTo("3");
        assertThat(Integer.parseInt(header(first, "X-RateLimit-Reset"))).isBetween(1, 15);
        assertThat(statuses(4, () -> from("198.51.100.5").as(ann).get("/api/auth/me")))
                .containsExactly(200, 200, 200, 429);
        assertThat(from("198.51.100.4")
                        .as(TOKENS.user("bob-" + UUID.randomUUID()))
                        .get("/api/auth/me")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theRefusalSaysWhenToComeBackAndAPageMayReadIt() {
        Api page = from("198.51.100.6").with("Origin", "http://localhost:5173").with("Accept-Language", "en");
        statuses(3, () -> page.post("/api/auth/register", NOBODY));

        Answer refused = page.post("/api/auth/register", NOBODY);

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.errorCode()).isEqualTo("RATE_LIMITED");
        assertThat(refused.body().at("/error/type").asString()).isEqualTo("RateLimitError");
        assertThat(refused.body().at("/message").asString()).startsWith("Too many requests");
        assertThat(refused.body().at("/traceId").asString()).isNotEmpty();
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 20);
        assertThat(header(refused, "X-RateLimit-Remaining")).isEqualTo("0");
        assertThat(header(refused, "Access-Control-Allow-Origin")).isEqualTo("http://localhost:5173");
        assertThat(header(refused, "Access-Control-Expose-Headers")).contains("Retry-After", "X-RateLimit-Remaining");
    }

    private Api from(String address) {
        return anybody.with("X-Forwarded-For", address);
    }

    private static List<Integer> statuses(int count, Supplier<Answer> call) {
        return Stream.generate(call).limit(count).map(Answer::status).toList();
    }

    private static String header(Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("");
    }

    private static Upstream upstream() {
        try {
            return new Upstream("auth-service");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
